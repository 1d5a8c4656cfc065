import APIMachinery
import KubernetesAPI
import Synchronization
import WatchCache

/// When what made a Service's endpoints change happened, as far as the objects say it.
///
/// Written beside the endpoints, it lets others measure how long a change was on its way.
public final class TriggerTimes: Sendable {
    /// The annotation that says it.
    public static let annotation = "endpoints.kubernetes.io/last-change-trigger-time"

    private struct Seen {
        var pods: [String: String] = [:]
        var service = ""
    }

    private let seen = Mutex<[ObjectName: Seen]>([:])

    /// Nothing seen yet.
    public init() {}

    /// The earliest moment that is new since this was last asked about the Service: of a pod that
    /// turned ready or unready, or of the Service's creation. Nil when nothing has such a moment.
    public func next(for service: Service, pods: [CachedObject]) -> String? {
        let name = ObjectName(
            namespace: service.metadata.namespace, name: service.metadata.name)
        let created = service.metadata.creationTimestamp ?? ""
        var now = Seen(service: created)
        for pod in pods {
            let time = pod.view(PodView.self).condition("Ready")?.lastTransitionTime ?? ""
            if !time.isEmpty { now.pods[pod.name] = time }
        }
        let before = seen.withLock { seen in
            defer { seen[name] = now }
            return seen[name]
        }
        guard let before else { return created.isEmpty ? nil : created }
        var changed = now.pods.filter { $0.value > before.pods[$0.key] ?? "" }.map(\.value)
        if created > before.service { changed.append(created) }
        return changed.min()
    }

    /// Forgets a Service that is gone.
    public func forget(_ service: ObjectName) { seen.withLock { $0[service] = nil } }
}
