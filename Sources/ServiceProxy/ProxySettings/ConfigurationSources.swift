import LinuxSystem
import NetworkAddress

/// A configuration file and flags.
///
/// As for kube-proxy, a file says everything: flags that a field could say are without effect
/// beside it, all but the node's name and the verbosity. That is said, since it surprises.
public struct ConfigurationSources: Sendable {
    private var file: String?
    private var flags: [String: String]
    private var proxyName: String?

    /// Flags that hold beside a file.
    private static let overriding: Set<String> = ["hostname-override", "v"]

    /// Sources.
    ///
    /// - Parameters:
    ///   - file: `--config`; nil when it was not given.
    ///   - flags: kube-proxy's flags that were given, by their names without the hyphens; a
    ///     switch is `true`.
    ///   - proxyName: `--service-proxy-name`, which no file can say.
    public init(file: String?, flags: [String: String], proxyName: String? = nil) {
        self.file = file
        self.flags = flags
        self.proxyName = proxyName
    }

    /// Reads the file, and puts the flags over it.
    ///
    /// - Parameter announce: told, a sentence each, of what is given and has no effect.
    public func read(announce: (String) -> Void) throws -> ProxyConfiguration {
        var configuration = ProxyConfiguration()
        var heeded = flags
        if let file {
            let read = try KubeProxyConfiguration(parsing: try Files.read(file), file: file)
            configuration = read.configuration
            read.announcements.forEach(announce)
            heeded = flags.filter { ConfigurationSources.overriding.contains($0.key) }
            let unheeded = flags.keys.filter { heeded[$0] == nil }.sorted().map { "--\($0)" }
            if !unheeded.isEmpty {
                announce(
                    "without effect beside --config: \(unheeded.joined(separator: ", "))")
            }
        }
        let settings = try ConfigurationSources.settings(heeded)
        try SettingsReader { settings[$0] }.read(into: &configuration)
        // As kubelet does it, so that both mean the same Node object.
        if configuration.nodeName.isEmpty {
            configuration.nodeName = CurrentProcess.hostname.lowercased()
        }
        if let proxyName { configuration.proxyName = proxyName.isEmpty ? nil : proxyName }
        return configuration
    }

    /// Flags as settings of the fields that say the same.
    private static func settings(
        _ flags: [String: String]
    ) throws(ConfigurationError) -> [String: Setting] {
        var settings: [String: Setting] = [:]
        // In order, so that `-port` comes after the address that it completes.
        for (name, text) in flags.sorted(by: { $0.key < $1.key }) {
            guard case .field(let field)? = KubeProxyFlag.known[name]?.meaning else { continue }
            var setting = Setting(flag: name, text)
            if name == "healthz-port" || name == "metrics-port" {
                let host = name == "healthz-port" ? "0.0.0.0" : "127.0.0.1"
                setting = try port(setting, under: settings[field], host)
            }
            settings[field] = setting
        }
        return settings
    }

    /// `--healthz-port`: 0 switches off; another completes an address that has none.
    private static func port(
        _ setting: Setting, under address: Setting?, _ host: String
    ) throws(ConfigurationError) -> Setting {
        let number = try setting.int(0...65535, "a port, or 0 for none")
        var result = setting
        guard number > 0 else {
            result.value = .flag("")
            return result
        }
        guard let address, try address.text() != "" else {
            result.value = .flag("\(host):\(number)")
            return result
        }
        let given = try address.text()
        guard SocketEndpoint(given) == nil else { return address }
        let isBare = given.contains(":") && !given.hasPrefix("[")
        result.value = .flag(isBare ? "[\(given)]:\(number)" : "\(given):\(number)")
        return result
    }
}
