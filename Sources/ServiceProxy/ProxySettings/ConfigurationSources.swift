import LinuxSystem

/// A configuration file and the flags that override it.
public struct ConfigurationSources: Sendable {
    private var file: String?
    private var node: String?
    private var clusterCIDR: String?
    private var nodePortAddresses: String?

    /// Sources; nil for what was not given.
    public init(
        file: String?, node: String?, clusterCIDR: String?, nodePortAddresses: String?
    ) {
        self.file = file
        self.node = node
        self.clusterCIDR = clusterCIDR
        self.nodePortAddresses = nodePortAddresses
    }

    /// Reads the file, and puts the flags over it.
    ///
    /// - Parameter announce: told, a sentence each, of what is in the file and not followed.
    public func read(announce: (String) -> Void) throws -> ProxyConfiguration {
        var configuration = ProxyConfiguration()
        if let file {
            let read = try KubeProxyConfiguration(parsing: try Files.read(file), file: file)
            configuration = read.configuration
            if !read.announcements.isEmpty {
                let list = read.announcements.joined(separator: ", ")
                announce("\(file): not followed yet: \(list)")
            }
        }
        if let node { configuration.nodeName = node }
        // As kubelet does it, so that both mean the same Node object.
        if configuration.nodeName.isEmpty {
            configuration.nodeName = CurrentProcess.hostname.lowercased()
        }
        if let clusterCIDR {
            configuration.clusterCIDRs = try ProxyConfiguration.prefixes(clusterCIDR) { reason in
                ConfigurationError(field: "--cluster-cidr", reason: reason)
            }
        }
        if let nodePortAddresses {
            let words = nodePortAddresses.split(separator: ",").map(String.init)
            do {
                configuration.nodePortAddresses = try NodePortAddresses(words)
            } catch {
                throw ConfigurationError(field: "--nodeport-addresses", reason: error.reason)
            }
        }
        return configuration
    }
}
