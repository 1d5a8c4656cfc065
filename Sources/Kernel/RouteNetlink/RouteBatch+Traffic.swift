import Netlink

extension RouteBatch {
    /// Hangs a queueing discipline at a link; refused with EEXIST when there is one.
    public mutating func add(_ qdisc: Qdisc) {
        add(
            RouteMessageType.newQdisc, [.create, .exclusive], "add qdisc", qdisc.description
        ) { qdisc.encode(into: &$0) }
    }

    /// Takes a discipline away, with all that hangs below it.
    public mutating func delete(_ qdisc: Qdisc) {
        add(RouteMessageType.deleteQdisc, [], "delete qdisc", qdisc.description) {
            Qdisc(
                .unknown(qdisc.kind.name), on: qdisc.link, handle: qdisc.handle,
                parent: qdisc.parent
            ).encode(into: &$0)
        }
    }

    /// Hangs a filter at a discipline.
    public mutating func add(_ filter: TrafficFilter) {
        add(
            RouteMessageType.newFilter, [.create, .exclusive], "add filter", filter.description
        ) { filter.encode(into: &$0) }
    }
}
