import NetworkAddress

/// One thing that the kernel holds for routes to other nodes.
package enum NodeRouteKey: Sendable, Hashable {
    case route(NodeRouteState.Place)
    /// The other end's entry among those the tunnel forwards by.
    case end(MACAddress)
    /// The hardware address of a gateway in the tunnel.
    case gateway(IPAddress)
}
