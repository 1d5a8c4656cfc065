import APIMachinery
import ControllerRuntime
import JSON
import Synchronization
import WatchCache

/// Watches over nodes: says so when one no longer gives signs of life, keeps new pods off those
/// that are unfit, and lets pods be driven off those that are lost.
public final class NodeLifecycleController: Controller {
    public static let name = "node-lifecycle-controller"
    public static let eventSource = "node-controller"

    /// How patient it is.
    public struct Options: Sendable {
        /// Without a sign of life a node is given up after this. Flag: --node-monitor-grace-period
        public var grace: Duration = .seconds(50)
        /// The same for one that never said anything. Flag: --node-startup-grace-period
        public var startupGrace: Duration = .seconds(60)
        /// How often nodes are looked at. Flag: --node-monitor-period
        public var period: Duration = .seconds(5)
        /// Nodes a second, in a healthy zone. Flag: --node-eviction-rate
        public var evictionRate = 0.1
        /// Nodes a second, in an unhealthy zone. Flag: --secondary-node-eviction-rate
        public var secondaryEvictionRate = 0.01
        /// Zones of no more nodes have no second rate. Flag: --large-cluster-size-threshold
        public var largeClusterSize = 50
        /// Share of lost nodes of an unhealthy zone. Flag: --unhealthy-zone-threshold
        public var unhealthyZoneShare = 0.55

        /// Upstream's defaults.
        public init() {}

        var limits: ZoneHealth.Limits {
            var limits = ZoneHealth.Limits()
            limits.rate = evictionRate
            limits.secondaryRate = secondaryEvictionRate
            limits.largeZone = largeClusterSize
            limits.unhealthyShare = unhealthyZoneShare
            return limits
        }
    }

    private struct State {
        var health: [String: NodeHealth] = [:]
        var limiters: [String: EvictionLimiter] = [:]
        var wasAllLost = false
    }

    private let context: ControllerContext
    private let options: Options
    private let nodes: Informer
    private let pods: Informer
    private let leases: Informer
    private let queue = WorkQueue<String>()
    private let silenced = WorkQueue<String>()
    private let state = Mutex(State())
    private let clock = ContinuousClock()

    /// The controller of a cluster.
    public init(_ context: ControllerContext, _ options: Options = Options()) {
        self.context = context
        self.options = options
        nodes = context.cluster.informer(for: .nodes)
        pods = context.cluster.informer(for: .pods)
        leases = context.cluster.informer(for: .leases)
        pods.indexPodsByNode()
        follow()
    }

    private func follow() {
        let (queue, silenced, nodes) = (queue, silenced, nodes)
        nodes.onChange { change in
            let (old, new) = (change.old?.view(NodeState.self), change.new?.view(NodeState.self))
            guard let node = change.object, let new else { return }
            if old != new { queue.add(node.name) }
            if old?.ready != new.ready { silenced.add(node.name) }
        }
        pods.onChange { change in
            guard let pod = change.new?.view(PodView.self), !pod.nodeName.isEmpty,
                change.old?.view(PodView.self).nodeName != pod.nodeName,
                nodes.get(name: pod.nodeName)?.view(NodeState.self).ready != "True"
            else { return }
            silenced.add(pod.nodeName)
        }
    }

    /// Works until cancelled.
    public func run() async {
        let informers = [nodes, pods, leases]
        let tainting = Reconciler(Self.name, queue: queue, logger: context.logger) {
            [self] node async throws(APIStatus) in try await taint(node)
        }
        let marking = Reconciler(Self.name, queue: silenced, logger: context.logger) {
            [self] node async throws(APIStatus) in try await markPods(on: node)
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await tainting.run(after: informers) }
            group.addTask { await marking.run(after: informers) }
            group.addTask { [self] in
                for informer in informers { await informer.waitUntilFilled() }
                while !Task.isCancelled {
                    await look()
                    try? await clock.sleep(for: options.period)
                }
            }
        }
    }

    // MARK: - Signs of life

    /// Looks at all nodes once: those that were silent too long are declared unknown.
    private func look() async {
        let all = nodes.list()
        let zones = ZoneHealth(all.map { $0.view(NodeState.self) })
        let now = clock.now
        tellNew(all)
        let silent = state.withLock { state -> [CachedObject] in
            let names = Set(all.map(\.name))
            state.health = state.health.filter { names.contains($0.key) }
            // While nobody was heard it was this side that was deaf: all get their time anew.
            let isBack = state.wasAllLost && !zones.isAllLost
            state.wasAllLost = zones.isAllLost
            return all.filter { node in
                let view = node.view(NodeState.self)
                let renewed = leases.get(namespace: "kube-node-lease", name: node.name)?
                    .view(LeaseState.self).renewTime
                var health =
                    state.health[node.name] ?? NodeHealth(view, renewTime: renewed, at: now)
                health.observe(view, renewTime: renewed, at: now)
                if isBack { health.renew(at: now) }
                state.health[node.name] = health
                let grace = view.ready == nil ? options.startupGrace : options.grace
                return now - health.lastSign > grace
            }
        }
        for node in silent { await declareUnknown(node) }
        for node in all where Self.mayNeedTaints(node.view(NodeState.self)) {
            queue.add(node.name)
        }
    }

    private func tellNew(_ all: [CachedObject]) {
        let new = state.withLock { state in all.filter { state.health[$0.name] == nil } }
        for node in new {
            context.events.record(
                .normal, reason: "RegisteredNode", about: ObjectReference(.nodes, node),
                "Node \(node.name) event: Registered Node \(node.name) in Controller")
        }
    }

    private static func mayNeedTaints(_ node: NodeState) -> Bool {
        node.ready != "True" || NodeTaints.isEvicting(node.taints)
    }

    private func declareUnknown(_ node: CachedObject) async {
        let before = node.view(NodeState.self)
        let stale = NodeHealth.conditions.filter { before.condition($0)?.status != "Unknown" }
        guard !stale.isEmpty else { return }
        var object = node.object()
        UnknownConditions.write(into: &object, now: context.now().description)
        do {
            try await context.cluster.update(.nodes, object, subresource: "status")
        } catch {
            // The next look tries again, from what the node is then.
            context.logger.debug("\(Self.name): \(node.name): \(error)")
            return
        }
        guard before.ready == "True" else { return }
        context.events.record(
            .normal, reason: "NodeNotReady", about: ObjectReference(.nodes, node),
            "Node \(node.name) status is now: NodeNotReady")
    }

    // MARK: - Taints

    private func taint(_ name: String) async throws(APIStatus) -> Duration? {
        guard let node = nodes.get(name: name) else { return nil }
        let view = node.view(NodeState.self)
        var pause: Duration?
        var evicts = false
        if NodeTaints.evicting(view.ready) != nil {
            let zones = ZoneHealth(nodes.list().map { $0.view(NodeState.self) })
            if zones.isAllLost {
                evicts = false
            } else if NodeTaints.isEvicting(view.taints) {
                evicts = true
            } else {
                pause = mayEvict(view.zone, rate: zones.rate(of: view.zone, options.limits))
                evicts = pause == nil
            }
        }
        let wanted = NodeTaints.wanted(view, evicts: evicts, now: context.now().description)
        guard wanted != view.taints else { return pause }
        var object = node.object()
        object["spec", "taints"] = wanted.isEmpty ? nil : .array(wanted.map(\.json))
        try await context.cluster.update(.nodes, object)
        return pause
    }

    private func mayEvict(_ zone: String, rate: Double) -> Duration? {
        let now = clock.now
        return state.withLock { state in
            state.limiters[zone, default: EvictionLimiter(at: now)].take(rate: rate, at: now)
        }
    }

    // MARK: - Pods

    /// Nobody on a node that is lost will say that its pods are not ready: this does.
    private func markPods(on name: String) async throws(APIStatus) -> Duration? {
        guard let node = nodes.get(name: name), let ready = node.view(NodeState.self).ready,
            ready != "True"
        else { return nil }
        for pod in pods.pods(onNode: name) where pod.view(PodView.self).isReady {
            var object = pod.object()
            let now = context.now().description
            object.json.update("status") { status in
                status.updateEach("conditions") { condition in
                    guard condition["type"]?.string == "Ready" else { return }
                    condition["status"] = "False"
                    condition["lastTransitionTime"] = .string(now)
                }
            }
            do throws(APIStatus) {
                try await context.cluster.update(.pods, object, subresource: "status")
            } catch {
                guard error.code == 404 else { throw error }
                continue
            }
            context.events.record(
                .warning, reason: "NodeNotReady", about: ObjectReference(.pods, pod),
                "Node is not ready")
        }
        return nil
    }
}
