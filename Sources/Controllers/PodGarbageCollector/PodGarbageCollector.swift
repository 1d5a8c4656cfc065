import APIMachinery
import ControllerRuntime
import JSON
import Synchronization
import WatchCache

/// Deletes pods that nobody else will: of nodes that are gone, never bound and being deleted, on
/// nodes that are out of service, and finished ones above a limit.
public final class PodGarbageCollector: Controller {
    public static let name = "pod-garbage-collector-controller"

    /// How it works.
    public struct Options: Sendable {
        /// Finished pods beyond these are deleted, oldest first; 0 for none.
        public var terminatedPods = 12_500
        /// How often it looks.
        public var period: Duration = .seconds(20)
        /// How long a node must be missing.
        public var quarantine: Duration = .seconds(40)

        /// What upstream does.
        public init() {}
    }

    private let context: ControllerContext
    private let options: Options
    private let pods: Informer
    private let nodes: Informer

    /// A collector of all pods.
    public init(_ context: ControllerContext, options: Options = Options()) {
        self.context = context
        self.options = options
        pods = context.cluster.informer(for: .pods)
        nodes = context.cluster.informer(for: .nodes)
    }

    public func run() async {
        await pods.waitUntilFilled()
        await nodes.waitUntilFilled()
        let clock = ContinuousClock()
        var missing = MissingNodes(quarantine: options.quarantine)
        while !Task.isCancelled {
            await collect(&missing, at: clock.now)
            try? await clock.sleep(for: options.period)
        }
    }

    private func collect(
        _ missing: inout MissingNodes, at now: ContinuousClock.Instant
    ) async {
        let all = pods.list()
        let survey = PodSurvey(
            pods: all, nodes: Set(nodes.list().map(\.name)),
            outOfService: Set(nodes.list().filter { NodeView.of($0).isOutOfService }.map(\.name)))
        await delete(survey.finished(above: options.terminatedPods), nil)
        await delete(survey.unscheduled, nil)
        await delete(survey.outOfService, "PodGC: node out-of-service")
        for node in missing.due(survey.missingNodes, at: now) {
            guard await isGone(node) else { continue }
            let orphans = all.filter { $0.view(PodView.self).nodeName == node }
            await delete(orphans, "PodGC: node no longer exists")
        }
    }

    /// Whether the server has no such node either: the cache may be old.
    private func isGone(_ node: String) async -> Bool {
        do throws(APIStatus) {
            _ = try await context.cluster.get(.nodes, name: node)
            return false
        } catch { return error.isNotFound }
    }

    /// Deletes pods at once, their end noted before.
    /// - Parameter disruption: what a condition says; nil for pods that ended by themselves or
    ///   never ran.
    private func delete(_ pods: [CachedObject], _ disruption: String?) async {
        for pod in pods {
            do throws(APIStatus) {
                if !pod.view(PodView.self).isFinished { try await markFailed(pod, disruption) }
                try await context.cluster.delete(
                    .pods, namespace: pod.namespace, name: pod.name,
                    Deletion(grace: 0, uid: pod.uid))
            } catch {
                if error.isNotFound || error.isConflict { continue }
                context.logger.warning("\(Self.name): \(pod.path): \(error)")
            }
        }
    }

    private func markFailed(
        _ pod: CachedObject, _ disruption: String?
    ) async throws(APIStatus) {
        var status: JSON = ["phase": "Failed"]
        if let disruption {
            let now = context.now().description
            status["conditions"] = [
                [
                    "type": "DisruptionTarget", "status": "True", "reason": "DeletionByPodGC",
                    "message": .string(disruption), "lastTransitionTime": .string(now),
                ]
            ]
        }
        try await context.cluster.patch(
            .pods, namespace: pod.namespace, name: pod.name, subresource: "status",
            ["metadata": ["uid": .string(pod.uid)], "status": status], as: .strategic)
    }
}
