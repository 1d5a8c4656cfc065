import JSON
import LinuxSystem

/// The lists of plugins of the folder `cni`.
public enum Shipped: String, CaseIterable, Sendable {
    case bridge
    case dualStack = "dual-stack"
    case hostPorts = "host-ports"
    case martlet
    case podman
    case crio

    /// The folder `cni`.
    public static var folder: String {
        let sources = Files.directory(of: Files.directory(of: Files.directory(of: #filePath)))
        return Files.directory(of: sources) + "/cni"
    }

    /// The names that the installer makes links for.
    public static let pluginNames = [
        "bandwidth", "bridge", "firewall", "host-local", "loopback", "martlet", "portmap", "ptp",
        "static", "tuning",
    ]

    /// The file.
    public var path: String { "\(Self.folder)/conflists/\(rawValue).conflist" }

    /// The file's text.
    public var text: String { get throws { try Files.readText(path) } }

    /// The list.
    public var json: JSON { get throws { try JSON(parsing: try Files.read(path)) } }
}
