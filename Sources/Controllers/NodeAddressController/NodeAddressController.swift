import APIMachinery
import ControllerRuntime
import JSON
import NetworkAddress
import Synchronization
import WatchCache

/// Gives each node its ranges of pod addresses, one a family, no range twice.
public final class NodeAddressController: Controller {
    public static let name = "node-ipam-controller"
    public static let eventSource = "cidrAllocator"

    /// Where ranges come from.
    public struct Options: Sendable {
        /// The cluster's ranges, at most one a family. Flag: --cluster-cidr
        public var clusterRanges: [IPPrefix]
        /// The length of a node's range. Flags: --node-cidr-mask-size, --node-cidr-mask-size-ipv4
        public var lengthIPv4 = 24
        /// The same of the other family. Flag: --node-cidr-mask-size-ipv6
        public var lengthIPv6 = 64
        /// Ranges that no node gets. Flag: --service-cluster-ip-range
        public var serviceRanges: [IPPrefix] = []

        /// Ranges of /24 and /64 of a cluster's.
        public init(clusterRanges: [IPPrefix]) { self.clusterRanges = clusterRanges }

        /// What is wrong with these; nil when nothing is.
        public var fault: String? {
            if clusterRanges.isEmpty { return "no range for pods is given (--cluster-cidr)" }
            if Set(clusterRanges.map(\.family)).count < clusterRanges.count {
                return "--cluster-cidr takes at most one range of each family"
            }
            for range in clusterRanges where NodeRangePool(range, length: length(range)) == nil {
                return """
                    --cluster-cidr \(range) can't be cut into ranges of /\(length(range)): these \
                    must be smaller, and at most 65536
                    """
            }
            return nil
        }

        func length(_ range: IPPrefix) -> Int {
            range.family == .ipv4 ? lengthIPv4 : lengthIPv6
        }
    }

    private let context: ControllerContext
    private let nodes: Informer
    private let queue = WorkQueue<String>()
    private let plan: Mutex<NodeRangePlan>
    private let clusterRanges: [IPPrefix]

    /// The controller of a cluster; ranges that can't be cut are not used: see `Options.fault`.
    public init(_ context: ControllerContext, _ options: Options) {
        self.context = context
        nodes = context.cluster.informer(for: .nodes)
        let pools = options.clusterRanges.compactMap {
            NodeRangePool($0, length: options.length($0))
        }
        clusterRanges = pools.map(\.cluster)
        plan = Mutex(NodeRangePlan(pools, reserved: options.serviceRanges))
        nodes.onChange { [self] change in observe(change) }
    }

    private func observe(_ change: ObjectChange) {
        guard let node = change.object else { return }
        if let ranges = change.new?.view(NodeRanges.self).all {
            plan.withLock { $0.observe(node.name, has: ranges) }
            if ranges.isEmpty { queue.add(node.name) }
        } else {
            plan.withLock { $0.forget(node.name) }
            // What became free may be what others wait for.
            for node in nodes.list() where node.view(NodeRanges.self).all.isEmpty {
                queue.add(node.name)
            }
        }
    }

    /// Works until cancelled.
    public func run() async {
        guard !clusterRanges.isEmpty else { return }
        await nodes.waitUntilFilled()
        // Whatever was told so far: nothing is given before all that is taken is known.
        for node in nodes.list() {
            plan.withLock { $0.observe(node.name, has: node.view(NodeRanges.self).all) }
        }
        let reconciler = Reconciler(Self.name, queue: queue, logger: context.logger) {
            [self] node async throws(APIStatus) in try await reconcile(node)
        }
        await reconciler.run()
    }

    private func reconcile(_ name: String) async throws(APIStatus) -> Duration? {
        guard let node = nodes.get(name: name), !node.meta.isDeleting,
            node.view(NodeRanges.self).all.isEmpty
        else { return nil }
        guard let ranges = plan.withLock({ $0.ranges(for: name) }) else {
            context.events.record(
                .normal, reason: "CIDRNotAvailable",
                about: ObjectReference(.nodes, node),
                "Node \(name) status is now: CIDRNotAvailable")
            context.logger.warning(
                "\(Self.name): no range for node \(name) is left in \(clusterRanges)")
            return .seconds(30)
        }
        let texts = ranges.map(\.description)
        do throws(APIStatus) {
            try await context.cluster.patch(
                .nodes, name: name,
                [
                    "metadata": ["uid": .string(node.uid)],
                    "spec": ["podCIDR": .string(texts[0]), "podCIDRs": .strings(texts)],
                ])
        } catch {
            guard error.code == 404 else { throw error }
            plan.withLock { $0.forget(name) }
        }
        return nil
    }
}
