import KubernetesAPI
import NetworkAddress

/// A pod's `/etc/resolv.conf`, as a kubelet makes it from `dnsPolicy` and `dnsConfig`.
package struct ResolverConfiguration: Hashable, Sendable {
    package var nameservers: [String]
    package var searches: [String]
    /// As written: `ndots:5`.
    package var options: [String]

    /// - Parameter host: the machine's own file, for the policy `Default`.
    package init(for pod: Pod, in topology: Topology, host: String) {
        let policy = pod.spec.dnsPolicy
        let isClusterFirst =
            policy == .clusterFirstWithHostNet
            || policy == .clusterFirst && !pod.spec.hostNetwork
        if policy == .none {
            self.init(nameservers: [], searches: [], options: [])
        } else if isClusterFirst, let server = Self.server(for: pod, in: topology) {
            let domain = topology.domain
            self.init(
                nameservers: [server.description],
                searches: ["\(pod.metadata.namespace).svc.\(domain)", "svc.\(domain)", domain],
                options: ["ndots:5"])
        } else {
            self.init(parsing: host)
        }
        if let config = pod.spec.dnsConfig { add(config) }
    }

    private init(nameservers: [String], searches: [String], options: [String]) {
        self.nameservers = nameservers
        self.searches = searches
        self.options = options
    }

    private init(parsing text: String) {
        self.init(nameservers: [], searches: [], options: [])
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.first {
            case "nameserver": nameservers += words.dropFirst().prefix(1)
            case "search", "domain": searches = Array(words.dropFirst())
            case "options": options += words.dropFirst()
            default: break
            }
        }
    }

    /// One server of a family that the pod has; a cluster's other address is for the others.
    private static func server(for pod: Pod, in topology: Topology) -> IPAddress? {
        let node = topology.nodes.first { $0.name == pod.spec.nodeName }
        let families = Set((node?.podCIDRs ?? []).map(\.family))
        return topology.dns?.addresses.first { families.contains($0.family) }
    }

    private mutating func add(_ config: PodDNSConfig) {
        nameservers += config.nameservers.filter { !nameservers.contains($0) }
        searches += config.searches.filter { !searches.contains($0) }
        for option in config.options {
            options.removeAll { $0 == option.name || $0.hasPrefix(option.name + ":") }
            options.append(option.value.map { "\(option.name):\($0)" } ?? option.name)
        }
    }

    /// The file's text.
    package var text: String {
        var lines: [String] = []
        if !searches.isEmpty { lines.append("search " + searches.joined(separator: " ")) }
        lines += nameservers.map { "nameserver \($0)" }
        if !options.isEmpty { lines.append("options " + options.joined(separator: " ")) }
        return lines.map { $0 + "\n" }.joined()
    }
}
