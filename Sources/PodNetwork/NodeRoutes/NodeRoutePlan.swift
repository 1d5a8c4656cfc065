import NetworkAddress
import RouteNetlink

/// What a node must have to reach the pods of all others. Pure.
///
/// A change of one node costs as much as that node, however many there are; what comes out is the
/// same in whatever order the nodes became known.
package struct NodeRoutePlan: Sendable {
    /// The node that the plan is for.
    package let own: RoutedNode
    /// How packets get from node to node.
    package let mode: RouteMode
    /// The node's links.
    package let links: HostLinks
    private let underlay: Underlay?
    private var nodes: [String: RoutedNode] = [:]
    private var claims: [NodeClaim: Set<String>] = [:]
    private var shares: [String: NodeRouteShare] = [:]
    /// Who has something to be told of.
    private var troubled: Set<String> = []
    private var routes: [IPPrefix: NodeWay] = [:]
    private var ends: [MACAddress: IPAddress] = [:]
    private var gateways: [IPAddress: MACAddress] = [:]

    /// A plan to reach the pods of some nodes; the node itself may be among them.
    package init(own: RoutedNode, others: [RoutedNode], mode: RouteMode, links: HostLinks) {
        self.own = own
        self.mode = mode
        self.links = links
        underlay = Underlay(own, links)
        for node in others where node.name != own.name {
            nodes[node.name] = node
            for claim in NodeClaim.all(of: node) { claims[claim, default: []].insert(node.name) }
        }
        _ = plan(Set(nodes.keys))
    }

    /// The same nodes, where this one or its links became others.
    func with(own: RoutedNode? = nil, links: HostLinks) -> NodeRoutePlan {
        if links == self.links, own ?? self.own == self.own { return self }
        return NodeRoutePlan(
            own: own ?? self.own, others: Array(nodes.values), mode: mode, links: links)
    }

    /// Another node as it is now; nil when it is gone.
    /// - Returns: what may have become something else.
    package mutating func set(_ node: RoutedNode?, named name: String) -> Set<NodeRouteKey> {
        guard name != own.name, nodes[name] != node else { return [] }
        var affected: Set<String> = [name]
        for claim in nodes[name].map(NodeClaim.all) ?? [] {
            claims[claim]?.remove(name)
            affected.formUnion(claims[claim] ?? [])
            if claims[claim]?.isEmpty == true { claims[claim] = nil }
        }
        for claim in node.map(NodeClaim.all) ?? [] {
            affected.formUnion(claims[claim] ?? [])
            claims[claim, default: []].insert(name)
        }
        nodes[name] = node
        return plan(affected)
    }

    private mutating func plan(_ names: Set<String>) -> Set<NodeRouteKey> {
        var keys: Set<NodeRouteKey> = []
        // All away before the first comes: a range may go from one of them to another.
        for name in names {
            guard let old = shares.removeValue(forKey: name) else { continue }
            keys.formUnion(old.keys)
            troubled.remove(name)
            for way in old.ways { routes[way.destination] = nil }
            guard let peer = old.peer else { continue }
            ends[peer.mac] = nil
            for gateway in peer.gateways { gateways[gateway] = nil }
        }
        for name in names {
            guard let node = nodes[name] else { continue }
            let share = share(of: node)
            shares[name] = share
            keys.formUnion(share.keys)
            if !share.problems.isEmpty { troubled.insert(name) }
            for way in share.ways { routes[way.destination] = way }
            guard let peer = share.peer else { continue }
            ends[peer.mac] = peer.address
            for gateway in peer.gateways { gateways[gateway] = peer.mac }
        }
        return keys
    }
}

// MARK: - What is planned

extension NodeRoutePlan {
    /// This node's end of the tunnel, where some node needs it.
    package var tunnel: TunnelPlan? {
        guard !ends.isEmpty, let underlay else { return nil }
        return TunnelPlan(
            link: underlay.link, local: underlay.address, mac: own.tunnelMAC, mtu: underlay.mtu,
            addresses: own.podCIDRs.map(\.first))
    }

    /// In the order of nodes' names.
    package var ways: [NodeWay] { inOrder.flatMap(\.ways) }

    /// In the order of nodes' names.
    package var peers: [TunnelPeer] { inOrder.compactMap(\.peer) }

    /// For people: nodes without a way, and what several have at once.
    package var problems: [String] {
        troubled.sorted().flatMap { shares[$0]?.problems ?? [] }
    }

    /// Whether two plans want the same of the kernel, but for some keys.
    package func isSame(as other: NodeRoutePlan, besides keys: Set<NodeRouteKey> = []) -> Bool {
        self.keys.union(other.keys).subtracting(keys).allSatisfy { key in
            switch key {
            case .route(let place): way(at: place) == other.way(at: place)
            case .end(let mac): address(ofEnd: mac) == other.address(ofEnd: mac)
            case .gateway(let address): mac(ofGateway: address) == other.mac(ofGateway: address)
            }
        }
    }

    var keys: Set<NodeRouteKey> { Set(shares.values.flatMap(\.keys)) }

    private var inOrder: [NodeRouteShare] {
        shares.sorted { $0.key < $1.key }.map(\.value)
    }

    func way(at place: NodeRouteState.Place) -> NodeWay? {
        guard place == NodeRouteState.Place(place.destination) else { return nil }
        return routes[place.destination]
    }

    func address(ofEnd mac: MACAddress) -> IPAddress? { ends[mac] }

    func mac(ofGateway address: IPAddress) -> MACAddress? { gateways[address] }
}

// MARK: - One node's share

extension NodeRoutePlan {
    private func share(of node: RoutedNode) -> NodeRouteShare {
        var share = NodeRouteShare()
        if let address = node.addresses.first(where: own.addresses.contains) {
            share.problems.append("node \(node.name) has this node's address \(address)")
            return share
        }
        for address in node.addresses {
            // A node that came back by another name: its new routes are right, the old ones idle.
            guard let first = holder(.address(address), before: node.name) else { continue }
            share.problems.append("nodes \(first) and \(node.name) both have \(address)")
        }
        var remote: [IPPrefix] = []
        for prefix in node.podCIDRs {
            if let problem = conflict(prefix, of: node) {
                share.problems.append(problem)
            } else if mode != .vxlan, let way = directWay(to: prefix, of: node) {
                share.ways.append(way)
            } else {
                remote.append(prefix)
            }
        }
        guard !remote.isEmpty else { return share }
        if mode == .direct {
            let ranges = remote.map(\.description).joined(separator: ", ")
            share.problems.append("node \(node.name) (\(ranges)) is on no link of this node")
        } else {
            addPeer(node, remote, to: &share)
        }
        return share
    }

    private func holder(_ claim: NodeClaim, before name: String) -> String? {
        guard let all = claims[claim], all.count > 1, let first = all.min(), first != name
        else { return nil }
        return first
    }

    /// A range that others have first; pods of this node would be lost to it.
    private func conflict(_ prefix: IPPrefix, of node: RoutedNode) -> String? {
        if let mine = own.podCIDRs.first(where: prefix.overlaps) {
            return mine == prefix
                ? "nodes \(own.name) and \(node.name) both have \(prefix)"
                : "node \(node.name)'s \(prefix) overlaps this node's \(mine)"
        }
        return holder(.range(prefix.first), before: node.name)
            .map { "nodes \($0) and \(node.name) both have \(prefix)" }
    }

    private func directWay(to prefix: IPPrefix, of node: RoutedNode) -> NodeWay? {
        guard let gateway = node.address(prefix.family), let link = links.link(to: gateway)
        else { return nil }
        return NodeWay(destination: prefix, gateway: gateway, link: link)
    }

    private func addPeer(
        _ node: RoutedNode, _ prefixes: [IPPrefix], to share: inout NodeRouteShare
    ) {
        guard let underlay else {
            share.problems.append(
                "no link has an address of this node: no tunnel to \(node.name)")
            return
        }
        guard let address = node.address(underlay.address.family) else {
            share.problems.append(
                "node \(node.name) has no address of the family of \(underlay.address)")
            return
        }
        let mac = node.tunnelMAC
        let first = mac == own.tunnelMAC ? own.name : holder(.end(mac), before: node.name)
        if let first {
            share.problems.append("nodes \(first) and \(node.name) both have \(mac)")
            return
        }
        share.peer = TunnelPeer(mac: mac, address: address, gateways: prefixes.map(\.first))
        share.ways += prefixes.map { NodeWay(destination: $0, gateway: $0.first, link: nil) }
    }
}
