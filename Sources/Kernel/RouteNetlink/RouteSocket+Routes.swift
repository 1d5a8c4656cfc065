import LinuxSystem
import Netlink
import NetworkAddress

extension RouteSocket {
    /// Routes; those of the main table when nothing else is said.
    public func routes(_ filter: RouteFilter = RouteFilter()) throws(NetlinkError) -> [Route] {
        let families = filter.family.map { [$0] } ?? AddressFamily.allCases
        var routes: [Route] = []
        for family in families {
            do throws(NetlinkError) {
                routes += try dump(
                    RouteMessageType.getRoute, "list routes", "",
                    { filter.encode(family, into: &$0) }
                ) { message throws(NetlinkDecodeError) in
                    try Route(decoding: message.body)
                }
            } catch  where error.errno == .enoent {
                // A table that holds nothing isn't there.
            } catch  where error.errno == .eafnosupport || error.errno == .eopnotsupp {
                // This host has no such family.
            }
        }
        return routes.filter { filter.takes($0) && !$0.flags.contains(.cloned) }
    }

    /// The route that a packet to an address takes: one of this host, or one that arrives.
    ///
    /// Throws ENETUNREACH when there is none, EXDEV when a packet from there must not arrive by
    /// that link, EINVAL or EACCES when a route says so.
    ///
    /// - Parameters:
    ///   - arriving: the link that the packet arrives by, as the namespace has it.
    ///   - leaving: the link that the packet has to leave by, or that has the address.
    public func route(
        to address: IPAddress, from source: IPAddress? = nil, arriving: LinkIndex? = nil,
        leaving: LinkIndex? = nil
    ) throws(NetlinkError) -> Route {
        var query = Route(to: IPPrefix(address))
        query.from = source.map { IPPrefix($0) }
        query.link = leaving
        let operation = "find route to"
        let answers = try socket.request(
            type: RouteMessageType.getRoute, operation: operation, subject: address.description
        ) { query.encodeQuery(arriving: arriving, into: &$0) }
        do throws(NetlinkDecodeError) {
            if let answer = answers.first { return try Route(decoding: answer.body) }
        } catch {
            throw NetlinkError(error)
        }
        throw NetlinkError(operation: operation, subject: address.description, errno: .enetunreach)
    }

    /// Adds a route. Throws EEXIST when there is one to its destination with its metric.
    public func add(_ route: Route) throws(NetlinkError) {
        try request(
            RouteMessageType.newRoute, [.create, .exclusive], "add route", route.description
        ) { route.encode(into: &$0) }
    }

    /// Adds a route, or puts it in place of the one to its destination with its metric.
    public func replace(_ route: Route) throws(NetlinkError) {
        try request(
            RouteMessageType.newRoute, [.create, .replace], "replace route", route.description
        ) { route.encode(into: &$0) }
    }

    /// Deletes a route. Throws ESRCH when there is none.
    public func delete(_ route: Route) throws(NetlinkError) {
        try request(RouteMessageType.deleteRoute, [], "delete route", route.description) {
            route.encode(into: &$0)
        }
    }
}
