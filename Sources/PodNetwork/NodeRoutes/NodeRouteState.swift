import Netlink
import NetworkAddress
import RouteNetlink

/// What is in the kernel of what was made here: as it was read, and kept up by what was written
/// and by what the kernel told since.
package struct NodeRouteState: Sendable, Hashable {
    /// Where a table holds one route.
    package struct Place: Sendable, Hashable {
        var destination: IPPrefix
        var metric: UInt32

        init(_ route: Route) {
            self.init(route.prefix, metric: route.metric)
        }

        /// - Parameter metric: nil is what the kernel takes when nobody says. C: IP6_RT_PRIO_USER
        init(_ destination: IPPrefix, metric: UInt32? = nil) {
            self.destination = destination
            self.metric = metric ?? (destination.family == .ipv6 ? 1024 : 0)
        }
    }

    /// Those of the main table that were made here.
    var own: [Place: Route] = [:]
    /// Of the tunnel.
    var neighbours: [IPAddress: Neighbour] = [:]
    /// Of the tunnel; one hardware address may have several.
    var forwarding: [MACAddress: [ForwardingEntry]] = [:]

    init() {}

    init(observing socket: RouteSocket, tunnel: LinkIndex?) throws(NetlinkError) {
        let filter = RouteFilter(table: .main, origin: NodeRouteRequest.origin)
        for route in try socket.routes(filter) { own[Place(route)] = route }
        guard let tunnel else { return }
        for neighbour in try socket.neighbours(of: tunnel) where !neighbour.address.isMulticast {
            neighbours[neighbour.address] = neighbour
        }
        for entry in try socket.forwardingEntries(of: tunnel) {
            forwarding[entry.mac, default: []].append(entry)
        }
    }

    var keys: Set<NodeRouteKey> {
        Set(own.keys.map { .route($0) })
            .union(neighbours.keys.map { .gateway($0) })
            .union(forwarding.keys.map { .end($0) })
    }

    /// After the kernel did what was asked.
    mutating func apply(_ request: NodeRouteRequest) {
        switch request {
        case .setRoute(let route, _): own[Place(route)] = route
        case .deleteRoute(let route): own[Place(route)] = nil
        case .setEnd(let entry): forwarding[entry.mac] = [entry]
        case .deleteEnd(let entry):
            forwarding[entry.mac]?.removeAll { $0 == entry }
            if forwarding[entry.mac]?.isEmpty == true { forwarding[entry.mac] = nil }
        case .setGateway(let neighbour): neighbours[neighbour.address] = neighbour
        case .deleteGateway(let neighbour): neighbours[neighbour.address] = nil
        }
    }

    /// After others did something.
    /// - Returns: what must be looked at; nil when it is no business of ours.
    mutating func apply(_ event: RouteEvent, tunnel: LinkIndex?) -> NodeRouteKey? {
        switch event {
        case .route(let route): return set(route, isThere: true)
        case .routeRemoved(let route): return set(route, isThere: false)
        case .neighbour(let new) where new.link == tunnel && !new.address.isMulticast:
            neighbours[new.address] = new
            return .gateway(new.address)
        case .neighbourRemoved(let old) where old.link == tunnel && !old.address.isMulticast:
            neighbours[old.address] = nil
            return .gateway(old.address)
        default: return nil
        }
    }

    private mutating func set(_ route: Route, isThere: Bool) -> NodeRouteKey? {
        guard route.table == .main, !route.flags.contains(.cloned) else { return nil }
        let place = Place(route)
        let isOurs = route.origin == NodeRouteRequest.origin
        if isThere {
            // Somebody else's may have taken the place of ours: the kernel doesn't say.
            own[place] = isOurs ? route : nil
        } else if isOurs {
            own[place] = nil
        }
        return .route(place)
    }
}
