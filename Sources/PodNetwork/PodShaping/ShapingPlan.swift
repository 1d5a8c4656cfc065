import NetworkAddress
import RouteNetlink

/// Everything that shapes one pod, made in one system call.
///
/// What the pod receives leaves the node's end of its pair, and is shaped there. What it sends
/// arrives there, where nothing can wait; so it is redirected to a link of its own, an `ifb`, and
/// shaped as what leaves that.
public struct ShapingPlan: Hashable, Sendable {
    /// The link that the pod's packets wait at. Its index and hardware address are chosen here, so
    /// that nobody has to ask for them.
    public var queue: LinkRequest?
    /// What the queue's alias says.
    public var alias = ""
    /// The disciplines, in the order in which they are made.
    public var qdiscs: [Qdisc] = []
    /// What redirects; last, so that nothing waits at a queue that is not yet shaped.
    public var filters: [TrafficFilter] = []

    /// Where the redirection hangs.
    static let ingressHandle = TrafficHandle(0xFFFF)

    /// The plan for limits at the node's end of a pair.
    ///
    /// - Parameters:
    ///   - queueName: one of the candidates of `name`.
    ///   - queueIndex: an index that no link has.
    public init(
        _ bandwidth: Bandwidth, link: Link, name: QueueName, queueName: String,
        queueIndex: LinkIndex, queueMAC: MACAddress
    ) {
        if let ingress = bandwidth.ingress { qdiscs.append(Self.limiter(ingress, link.index)) }
        guard let egress = bandwidth.egress else { return }
        var queue = LinkRequest(
            name: queueName, kind: .ifb, mac: queueMAC, mtu: link.mtu, isUp: true)
        queue.index = queueIndex
        queue.transmitQueueLength = 0
        self.queue = queue
        alias = name.storedAlias
        qdiscs.append(Self.limiter(egress, queueIndex))
        qdiscs.append(
            Qdisc(.ingress, on: link.index, handle: Self.ingressHandle, parent: .ingress))
        let redirection = TrafficAction(.redirect(Redirection(to: queueIndex)))
        filters.append(
            TrafficFilter(
                .words(WordFilter(classID: TrafficHandle(1, 1), actions: [redirection])),
                on: link.index, parent: Self.ingressHandle, priority: 1))
    }

    private static func limiter(_ limit: Bandwidth.Limit, _ link: LinkIndex) -> Qdisc {
        Qdisc(.tokenBucket(limit.tokenBucket), on: link, handle: TrafficHandle(1))
    }

    /// The requests that make it.
    public var requests: RouteBatch {
        var batch = RouteBatch()
        if let queue, let index = queue.index {
            batch.create(queue)
            batch.set(index, LinkChange(alias: alias))
        }
        for qdisc in qdiscs { batch.add(qdisc) }
        for filter in filters { batch.add(filter) }
        return batch
    }

    /// The requests that take it back, where some were refused: what somebody else had hung there
    /// before stays.
    func undoing(except refused: Set<String>) -> RouteBatch {
        var batch = RouteBatch()
        for qdisc in qdiscs.reversed() where !refused.contains(qdisc.description) {
            batch.delete(qdisc)
        }
        if let queue, let index = queue.index, !refused.contains(queue.name) {
            batch.delete(index)
        }
        return batch
    }
}
