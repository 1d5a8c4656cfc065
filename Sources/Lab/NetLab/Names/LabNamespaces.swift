import KubernetesAPI

/// The names of a lab's network namespaces, all beginning with its prefix.
package struct LabNamespaces: Hashable, Sendable {
    /// `netlab.<lab>.`: what `down` looks for when nothing else is left.
    package let prefix: String

    package init(_ lab: LabName) { prefix = "netlab.\(lab)." }

    /// The switch that every node and host hangs on.
    package var wire: String { prefix + "wire" }

    package func node(_ name: String) -> String { prefix + "node." + name }

    package func host(_ name: String) -> String { prefix + "host." + name }

    /// A Kubernetes namespace has no dot, so the first one ends it.
    package func pod(_ pod: PodKey) -> String { prefix + "pod.\(pod.namespace).\(pod.name)" }

    /// The pod whose namespace has this name; nil for the lab's others.
    package func pod(of name: String) -> PodKey? {
        let start = prefix + "pod."
        guard name.hasPrefix(start) else { return nil }
        let parts = name.dropFirst(start.count).split(separator: ".", maxSplits: 1)
        return parts.count == 2 ? PodKey(namespace: String(parts[0]), name: String(parts[1])) : nil
    }
}
