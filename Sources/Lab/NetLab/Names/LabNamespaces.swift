import KubernetesAPI

/// The names of a lab's network namespaces, all beginning with its prefix.
struct LabNamespaces: Hashable, Sendable {
    /// `netlab.<lab>.`: what `down` looks for when nothing else is left.
    let prefix: String

    init(_ lab: LabName) { prefix = "netlab.\(lab)." }

    /// The switch that every node and host hangs on.
    var wire: String { prefix + "wire" }

    func node(_ name: String) -> String { prefix + "node." + name }

    func host(_ name: String) -> String { prefix + "host." + name }

    /// A Kubernetes namespace has no dot, so the first one ends it.
    func pod(_ pod: PodKey) -> String { prefix + "pod.\(pod.namespace).\(pod.name)" }

    /// The pod whose namespace has this name; nil for the lab's others.
    func pod(of name: String) -> PodKey? {
        let start = prefix + "pod."
        guard name.hasPrefix(start) else { return nil }
        let parts = name.dropFirst(start.count).split(separator: ".", maxSplits: 1)
        return parts.count == 2 ? PodKey(namespace: String(parts[0]), name: String(parts[1])) : nil
    }
}
