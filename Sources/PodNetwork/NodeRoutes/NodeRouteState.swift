import Netlink
import NetworkAddress
import RouteNetlink

/// What is in the kernel.
struct NodeRouteState {
    /// Those of the main table that were made here.
    var own: [Route]
    /// The destinations of everybody else's, with their metrics.
    var foreign: Set<Place>
    var neighbours: [Neighbour] = []
    var forwarding: [ForwardingEntry] = []

    /// Where a table holds one route.
    struct Place: Hashable {
        var destination: IPPrefix
        var metric: UInt32

        init(_ route: Route) {
            destination = route.prefix
            // What the kernel takes when nobody says. C: IP6_RT_PRIO_USER
            metric = route.metric ?? (route.family == .ipv6 ? 1024 : 0)
        }
    }

    init(observing socket: RouteSocket, tunnel: LinkIndex?) throws(NetlinkError) {
        let routes = try socket.routes(RouteFilter(table: .main))
        own = routes.filter { $0.origin == NodeRouteChange.origin }
        foreign = Set(routes.filter { $0.origin != NodeRouteChange.origin }.map(Place.init))
        guard let tunnel else { return }
        neighbours = try socket.neighbours(of: tunnel)
        forwarding = try socket.forwardingEntries(of: tunnel)
    }
}
