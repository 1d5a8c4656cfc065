import NetworkAddress
import RouteNetlink

/// What must be written to get from what is there to what is planned, for some keys. Pure.
struct NodeRouteChange {
    /// In the order in which they must be done.
    private(set) var requests: [NodeRouteRequest] = []
    private let state: NodeRouteState
    private let plan: NodeRoutePlan
    private let tunnel: LinkIndex?

    /// - Parameter tunnel: nil when there is none: then its ends are gone with it.
    init(
        of keys: Set<NodeRouteKey>, from state: NodeRouteState, to plan: NodeRoutePlan,
        tunnel: LinkIndex?
    ) {
        self.state = state
        self.plan = plan
        self.tunnel = tunnel
        for key in keys {
            switch key {
            case .route(let place): addRoute(place)
            case .end(let mac): addEnd(mac)
            case .gateway(let address): addGateway(address)
            }
        }
        var turns: [[NodeRouteRequest]] = [[], [], [], []]
        for request in requests { turns[request.turn].append(request) }
        requests = turns.flatMap(\.self)
    }

    private mutating func addRoute(_ place: NodeRouteState.Place) {
        let old = state.own[place]
        guard let way = plan.way(at: place), let link = way.link ?? tunnel else {
            if let old { requests.append(.deleteRoute(old)) }
            return
        }
        if let old, old.gateway == way.gateway, old.link == link, old.kind == .unicast { return }
        // Version 6 would add a second way instead of replacing one by another link.
        if let old, old.family == .ipv6 { requests.append(.deleteRoute(old)) }
        let route = Route(
            to: way.destination, via: way.gateway, link: link, origin: NodeRouteRequest.origin,
            flags: way.link == nil ? .onLink : [])
        // A place that is not ours must be free: what others put there is theirs.
        requests.append(.setRoute(route, replacing: old != nil && old?.family == .ipv4))
    }

    private mutating func addEnd(_ mac: MACAddress) {
        guard let tunnel else { return }
        let old = state.forwarding[mac] ?? []
        let address = plan.address(ofEnd: mac)
        if let address, !old.contains(where: { $0.destination == address }) {
            requests.append(.setEnd(ForwardingEntry(mac: mac, link: tunnel, destination: address)))
        }
        // One alone was replaced, so that packets never miss it; of several, the first was.
        if address != nil, old.count < 2 { return }
        for entry in old where entry.destination != address { requests.append(.deleteEnd(entry)) }
    }

    private mutating func addGateway(_ address: IPAddress) {
        guard let tunnel else { return }
        let old = state.neighbours[address]
        guard let mac = plan.mac(ofGateway: address) else {
            if let old { requests.append(.deleteGateway(old)) }
            return
        }
        if let old, old.mac == mac, old.state.contains(.permanent) { return }
        requests.append(.setGateway(Neighbour(address, mac: mac, link: tunnel)))
    }
}
