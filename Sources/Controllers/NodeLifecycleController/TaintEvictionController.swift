import APIMachinery
import ControllerRuntime
import JSON
import Synchronization
import WatchCache

/// Deletes pods of nodes whose taints they don't stand, or no longer.
public final class TaintEvictionController: Controller {
    public static let name = "taint-eviction-controller"

    private struct Leaving {
        var uid: String
        var since: ContinuousClock.Instant
    }

    private let context: ControllerContext
    private let nodes: Informer
    private let pods: Informer
    private let queue = WorkQueue<ObjectName>()
    /// Which pods are not to stay, and since when, by the monotonic clock.
    private let leaving = Mutex<[ObjectName: Leaving]>([:])
    private let clock = ContinuousClock()

    /// The controller of a cluster.
    public init(_ context: ControllerContext) {
        self.context = context
        nodes = context.cluster.informer(for: .nodes)
        pods = context.cluster.informer(for: .pods)
        pods.indexPodsByNode()
        let (queue, nodes, pods) = (queue, nodes, pods)
        nodes.onChange { change in
            guard let node = change.new else { return }
            let before = Self.evicting(change.old)
            guard before != Self.evicting(node) else { return }
            for pod in pods.pods(onNode: node.name) { queue.add(pod.objectName) }
        }
        pods.onChange { change in
            guard let pod = change.object else { return }
            if change.new != nil {
                let node = nodes.get(name: pod.view(PodView.self).nodeName)
                guard !Self.evicting(node).isEmpty else { return }
            }
            queue.add(pod.objectName)
        }
    }

    private static func evicting(_ node: CachedObject?) -> [Taint] {
        node?.view(NodeState.self).taints.filter { $0.effect == "NoExecute" } ?? []
    }

    /// Works until cancelled.
    public func run() async {
        let reconciler = Reconciler(Self.name, workers: 8, queue: queue, logger: context.logger) {
            [self] pod async throws(APIStatus) in try await reconcile(pod)
        }
        await reconciler.run(after: [nodes, pods])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let pod = pods.get(namespace: name.namespace, name: name.name),
            !pod.meta.isDeleting
        else {
            _ = leaving.withLock { $0.removeValue(forKey: name) }
            return nil
        }
        let taints = Self.evicting(nodes.get(name: pod.view(PodView.self).nodeName))
        guard case .seconds(let stay) = pod.view(Tolerations.self).stay(on: taints) else {
            if leaving.withLock({ $0.removeValue(forKey: name) })?.uid == pod.uid {
                tell(pod, "Cancelling deletion of Pod \(name)")
            }
            return nil
        }
        let now = clock.now
        let start = leaving.withLock { leaving in
            if let known = leaving[name], known.uid == pod.uid { return known.since }
            leaving[name] = Leaving(uid: pod.uid, since: now)
            return now
        }
        let left = Duration.seconds(stay) - (now - start)
        guard left <= .zero else { return left }
        tell(pod, "Marking for deletion Pod \(name)")
        try await evict(pod)
        return nil
    }

    private func evict(_ pod: CachedObject) async throws(APIStatus) {
        let condition: JSON = [
            "type": "DisruptionTarget", "status": "True", "reason": "DeletionByTaintManager",
            "message": "Taint manager: deleting due to NoExecute taint",
            "lastTransitionTime": .string(context.now().description),
        ]
        do throws(APIStatus) {
            try await context.cluster.patch(
                .pods, namespace: pod.namespace, name: pod.name, subresource: "status",
                [
                    "metadata": ["uid": .string(pod.uid)],
                    "status": ["conditions": [condition]],
                ], as: .strategic)
            try await context.cluster.delete(
                .pods, namespace: pod.namespace, name: pod.name, Deletion(uid: pod.uid))
        } catch {
            guard error.code == 404 else { throw error }
        }
    }

    private func tell(_ pod: CachedObject, _ message: String) {
        context.events.record(
            .normal, reason: "TaintManagerEviction",
            about: ObjectReference(.pods, pod), message)
    }
}
