import LinuxSystem

/// Whose plugins are called.
public enum Implementation: String, Sendable, CaseIterable {
    case ours
    case reference

    /// The other one.
    public var other: Implementation { self == .ours ? .reference : .ours }

    /// Where Debian's package `containernetworking-plugins` puts the reference plugins.
    public static let referenceFolder = "/usr/lib/cni"

    /// The program to start for a plugin's name.
    public func executable(_ plugin: String) throws -> String {
        switch self {
        case .reference: return "\(Self.referenceFolder)/\(plugin)"
        case .ours:
            return Files.directory(of: try CurrentProcess.executablePath()) + "/martlet-cni"
        }
    }
}
