/// The names that a pod has on its network.
public enum PodNames {
    /// The host name: the one it asks for, or its own, without what a host name can't hold.
    public static func hostname(of pod: PodManifest, clusterDomain: String) -> String {
        let short = shortName(pod)
        let domain = domain(of: pod, clusterDomain: clusterDomain)
        return pod.takesWholeNameAsHostname && !domain.isEmpty ? "\(short).\(domain)" : short
    }

    /// The host name without a domain.
    public static func shortName(_ pod: PodManifest) -> String {
        if !pod.hostname.isEmpty { return pod.hostname }
        guard pod.name.utf8.count > 63 else { return pod.name }
        var name = pod.name.prefix(63)
        while let last = name.last, last == "-" || last == "." { name.removeLast() }
        return String(name)
    }

    /// What follows the host name; empty for a pod without subdomain.
    public static func domain(of pod: PodManifest, clusterDomain: String) -> String {
        guard !pod.subdomain.isEmpty else { return "" }
        return "\(pod.subdomain).\(pod.namespace).svc.\(clusterDomain)"
    }
}
