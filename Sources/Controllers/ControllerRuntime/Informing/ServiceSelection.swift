import WatchCache

/// Which pods a Service selects, and which Services select a pod, found without looking at all.
public struct ServiceSelection: Sendable {
    /// All Services.
    public let services: Informer
    /// All pods.
    public let pods: Informer

    private static let bySelector = "selector"
    private static let byLabel = "label"

    /// Adds the indices it needs to the cluster's caches.
    public init(_ cluster: any Cluster) {
        services = cluster.informer(for: .services)
        pods = cluster.informer(for: .pods)
        services.addIndex(Self.bySelector) { service in
            let selector = service.view(DecodedService.self).service?.spec.selector ?? [:]
            return Self.first(of: selector).map { [Self.key(service.namespace, $0)] } ?? []
        }
        pods.addIndex(Self.byLabel) { pod in
            pod.meta.labels.map { Self.key(pod.namespace, ($0.key, $0.value)) }
        }
    }

    /// The Services of a namespace that select what has these labels.
    public func services(
        selecting labels: [String: String], in namespace: String
    ) -> Set<ObjectName> {
        var names: Set<ObjectName> = []
        for label in labels {
            let key = Self.key(namespace, (label.key, label.value))
            for service in services.list(index: Self.bySelector, key) {
                let selector = service.view(DecodedService.self).service?.spec.selector ?? [:]
                if selector.allSatisfy({ labels[$0.key] == $0.value }) {
                    names.insert(service.objectName)
                }
            }
        }
        return names
    }

    /// The pods of a namespace that a selector selects, by name; none when it is empty.
    public func pods(selectedBy selector: [String: String], in namespace: String) -> [CachedObject]
    {
        guard let first = Self.first(of: selector) else { return [] }
        return pods.list(index: Self.byLabel, Self.key(namespace, first))
            .filter { pod in
                let labels = pod.meta.labels
                return selector.allSatisfy { labels[$0.key] == $0.value }
            }
            .sorted { $0.path < $1.path }
    }

    /// The Services that a pod's change concerns: those that select it as it was, or as it is.
    public func services(concernedBy change: ObjectChange) -> Set<ObjectName> {
        if let old = change.old, let new = change.new, !Self.matters(from: old, to: new) {
            return []
        }
        var names: Set<ObjectName> = []
        for pod in [change.old, change.new].compactMap({ $0 }) {
            names.formUnion(services(selecting: pod.meta.labels, in: pod.namespace))
        }
        return names
    }

    /// Whether an endpoint may differ; most changes of pods change none.
    private static func matters(from old: CachedObject, to new: CachedObject) -> Bool {
        let (before, after) = (old.view(PodView.self), new.view(PodView.self))
        return old.uid != new.uid || old.meta.labels != new.meta.labels
            || old.meta.isDeleting != new.meta.isDeleting
            || before.isReady != after.isReady || before.isFinished != after.isFinished
            || before.podIPs != after.podIPs || before.nodeName != after.nodeName
            || before.hostname != after.hostname || before.subdomain != after.subdomain
            || before.namedPorts != after.namedPorts
    }

    private static func first(of labels: [String: String]) -> (String, String)? {
        labels.min { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func key(_ namespace: String, _ label: (String, String)) -> String {
        namespace + "/" + label.0 + "=" + label.1
    }
}
