import NetworkAddress
import RouteNetlink

/// What a node must have to reach the pods of all others. Pure.
package struct NodeRoutePlan: Sendable, Hashable {
    /// A way to a range of pods.
    package struct Way: Sendable, Hashable {
        package var destination: IPPrefix
        /// The other node's address; in the tunnel the first address of its range.
        package var gateway: IPAddress
        /// The link; nil is the tunnel.
        package var link: LinkIndex?
    }

    /// The other end of the tunnel.
    package struct Peer: Sendable, Hashable {
        package var mac: MACAddress
        package var address: IPAddress
        /// What the routes name as gateways.
        package var gateways: [IPAddress]
    }

    package var tunnel: TunnelPlan?
    package var ways: [Way] = []
    package var peers: [Peer] = []
    package var problems: [String] = []

    package init(own: RoutedNode, others: [RoutedNode], mode: RouteMode, links: HostLinks) {
        let underlay = Underlay(own, links)
        var taken: [IPPrefix: String] = [:]
        for prefix in own.podCIDRs { taken[prefix] = own.name }
        for node in others.sorted(by: { $0.name < $1.name }) where node.name != own.name {
            var remote: [IPPrefix] = []
            for prefix in node.podCIDRs {
                if let first = taken[prefix] {
                    problems.append("nodes \(first) and \(node.name) both have \(prefix)")
                    continue
                }
                taken[prefix] = node.name
                if mode != .vxlan, let way = Self.directWay(to: prefix, of: node, links) {
                    ways.append(way)
                } else {
                    remote.append(prefix)
                }
            }
            guard !remote.isEmpty else { continue }
            if mode == .direct {
                let ranges = remote.map(\.description).joined(separator: ", ")
                problems.append("node \(node.name) (\(ranges)) is on no link of this node")
                continue
            }
            add(node, remote, underlay)
        }
        guard !peers.isEmpty, let underlay else { return }
        tunnel = TunnelPlan(
            link: underlay.link, local: underlay.address, mac: own.tunnelMAC, mtu: underlay.mtu,
            addresses: own.podCIDRs.map(\.first))
    }

    private static func directWay(
        to prefix: IPPrefix, of node: RoutedNode, _ links: HostLinks
    ) -> Way? {
        guard let gateway = node.address(prefix.family), let link = links.link(to: gateway)
        else { return nil }
        return Way(destination: prefix, gateway: gateway, link: link)
    }

    private mutating func add(_ node: RoutedNode, _ prefixes: [IPPrefix], _ underlay: Underlay?) {
        guard let underlay else {
            problems.append("no link has an address of this node: no tunnel to \(node.name)")
            return
        }
        guard let address = node.address(underlay.address.family) else {
            problems.append(
                "node \(node.name) has no address of the family of \(underlay.address)")
            return
        }
        peers.append(
            Peer(mac: node.tunnelMAC, address: address, gateways: prefixes.map(\.first)))
        ways += prefixes.map { Way(destination: $0, gateway: $0.first, link: nil) }
    }
}

/// What the tunnel goes over: the node's first address that a link has.
private struct Underlay {
    var address: IPAddress
    var link: LinkIndex
    var mtu: Int

    init?(_ node: RoutedNode, _ links: HostLinks) {
        for address in node.addresses {
            guard let link = links.link(with: address) else { continue }
            self.address = address
            self.link = link
            let whole = links.mtus[link] ?? 1500
            // No link for version 6 may be smaller.
            mtu = max(1280, whole - TunnelPlan.overhead(address.family))
            return
        }
        return nil
    }
}
