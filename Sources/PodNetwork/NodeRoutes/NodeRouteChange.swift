import NetworkAddress
import RouteNetlink

/// What must be written to get from what is there to what is planned. Pure.
struct NodeRouteChange {
    /// Who made a route: the number that marks ours. Free in iproute2's list.
    static let origin = RouteProtocol.unknown(157)

    var batch = RouteBatch()
    var problems: [String] = []

    init(from state: NodeRouteState, to plan: NodeRoutePlan, tunnel: LinkIndex?) {
        if let tunnel { addEnds(state, plan, tunnel) }
        addRoutes(state, plan, tunnel)
        if let tunnel { removeEnds(state, plan, tunnel) }
    }

    /// Before the routes that lead there.
    private mutating func addEnds(
        _ state: NodeRouteState, _ plan: NodeRoutePlan, _ tunnel: LinkIndex
    ) {
        let forwarding = Dictionary(
            state.forwarding.map { ($0.mac, $0.destination) },
            uniquingKeysWith: { first, _ in first })
        let neighbours = Dictionary(
            state.neighbours.filter { $0.state.contains(.permanent) }.map { ($0.address, $0.mac) },
            uniquingKeysWith: { first, _ in first })
        for peer in plan.peers {
            if forwarding[peer.mac] != .some(peer.address) {
                batch.replace(
                    ForwardingEntry(mac: peer.mac, link: tunnel, destination: peer.address))
            }
            for gateway in peer.gateways where neighbours[gateway] != .some(peer.mac) {
                batch.replace(Neighbour(gateway, mac: peer.mac, link: tunnel))
            }
        }
    }

    private mutating func addRoutes(
        _ state: NodeRouteState, _ plan: NodeRoutePlan, _ tunnel: LinkIndex?
    ) {
        var stale = Dictionary(state.own.map { (NodeRouteState.Place($0), $0) }) { first, _ in first
        }
        for way in plan.ways {
            guard let link = way.link ?? tunnel else { continue }
            let route = Route(
                to: way.destination, via: way.gateway, link: link, origin: Self.origin,
                flags: way.link == nil ? .onLink : [])
            let place = NodeRouteState.Place(route)
            if state.foreign.contains(place) {
                problems.append("a route to \(way.destination) is there that others made")
                continue
            }
            let old = stale.removeValue(forKey: place)
            if let old, old.gateway == way.gateway, old.link == link, old.kind == .unicast {
                continue
            }
            // Version 6 would add a second way instead of replacing one by another link.
            if let old, old.family == .ipv6 { batch.delete(old) }
            batch.add(route, replacing: true)
        }
        for route in stale.values { batch.delete(route) }
    }

    private mutating func removeEnds(
        _ state: NodeRouteState, _ plan: NodeRoutePlan, _ tunnel: LinkIndex
    ) {
        let macs = Set(plan.peers.map(\.mac))
        let gateways = Set(plan.peers.flatMap(\.gateways))
        for entry in state.forwarding where !macs.contains(entry.mac) { batch.delete(entry) }
        for neighbour in state.neighbours
        where !gateways.contains(neighbour.address) && !neighbour.address.isMulticast {
            batch.delete(neighbour)
        }
    }
}
