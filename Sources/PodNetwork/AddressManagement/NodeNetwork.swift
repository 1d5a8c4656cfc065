import NetworkAddress

/// A network that the node itself reaches by a link: one of its addresses, or a route.
public struct NodeNetwork: Hashable, Sendable, CustomStringConvertible {
    /// The network's addresses.
    public var prefix: IPPrefix
    /// Whether it is an address of the node, rather than a route alone.
    public var isAddress: Bool
    /// `10.0.0.5/24 on eth0`, `the route to 10.0.0.0/8 via eth1`.
    public var description: String

    /// The network that an address stands in.
    public init(address: InterfaceAddress, link: String) {
        prefix = address.prefix
        isAddress = true
        description = "\(address) on \(link)"
    }

    /// The network that a route leads to.
    public init(route: IPPrefix, link: String) {
        prefix = route
        isAddress = false
        description = "the route to \(route) via \(link)"
    }

    /// The network that a pool's pods would be in the way of: packets for it would go to them.
    ///
    /// A larger network around the pool is fine, the longer prefix decides. So is an address that
    /// is the pool's first, which no pod gets: tunnels between nodes have it, flannel's and the
    /// agent's. A route to a single address takes no network.
    public static func overlap(
        of pool: IPPrefix, among networks: some Sequence<NodeNetwork>
    ) -> NodeNetwork? {
        networks.first { network in
            let isSingle = network.prefix.length == network.prefix.family.bitWidth
            guard pool.contains(network.prefix) else { return false }
            return isSingle ? network.isAddress && network.prefix.base != pool.first : true
        }
    }
}
