/// What a pod's `/etc/hosts` says.
public enum HostsFile {
    /// The file of a pod with a network of its own.
    public static func text(
        _ pod: PodManifest, addresses: [String], hostname: String, domain: String
    ) -> String {
        var lines = [
            "# Kubernetes-managed hosts file.", "127.0.0.1\tlocalhost",
            "::1\tlocalhost ip6-localhost ip6-loopback", "fe00::0\tip6-localnet",
            "fe00::0\tip6-mcastprefix", "fe00::1\tip6-allnodes", "fe00::2\tip6-allrouters",
        ]
        for address in addresses {
            let whole = domain.isEmpty ? "" : "\(hostname).\(domain)\t"
            lines.append("\(address)\t\(whole)\(hostname)")
        }
        return (lines + aliases(pod)).joined(separator: "\n") + "\n"
    }

    /// The file of a pod in the node's network: the node's own, and its aliases.
    public static func text(_ pod: PodManifest, ofNode text: String) -> String {
        let aliases = aliases(pod)
        return "# Kubernetes-managed hosts file (host network).\n" + text
            + (aliases.isEmpty ? "" : aliases.joined(separator: "\n") + "\n")
    }

    private static func aliases(_ pod: PodManifest) -> [String] {
        guard !pod.hostAliases.isEmpty else { return [] }
        return ["", "# Entries added by HostAliases."]
            + pod.hostAliases.map { "\($0.address)\t\($0.names.joined(separator: "\t"))" }
    }
}
