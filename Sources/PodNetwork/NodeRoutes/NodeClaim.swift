import NetworkAddress

/// What only one node can have; where several say so, the first by name does.
enum NodeClaim: Hashable {
    /// A range of pods, by its first address: that is its gateway in the tunnel, too.
    case range(IPAddress)
    /// The hardware address of an end of the tunnel.
    case end(MACAddress)
    case address(IPAddress)

    static func all(of node: RoutedNode) -> [NodeClaim] {
        node.podCIDRs.map { .range($0.first) } + [.end(node.tunnelMAC)]
            + node.addresses.map { .address($0) }
    }
}
