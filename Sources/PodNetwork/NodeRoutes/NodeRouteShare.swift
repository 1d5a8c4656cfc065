import NetworkAddress
import RouteNetlink

/// A way to a range of pods.
package struct NodeWay: Sendable, Hashable {
    /// The range of pods.
    package var destination: IPPrefix
    /// The other node's address; in the tunnel the first address of its range.
    package var gateway: IPAddress
    /// The link; nil is the tunnel.
    package var link: LinkIndex?
}

/// The other end of the tunnel.
package struct TunnelPeer: Sendable, Hashable {
    /// Its hardware address in the tunnel.
    package var mac: MACAddress
    /// Where packets to it are sent: the other node's address.
    package var address: IPAddress
    /// What the routes name as gateways.
    package var gateways: [IPAddress]
}

/// What one other node adds to the plan.
struct NodeRouteShare: Sendable, Hashable {
    var ways: [NodeWay] = []
    var peer: TunnelPeer?
    var problems: [String] = []

    /// Everything in the kernel that it stands for.
    var keys: [NodeRouteKey] {
        ways.map { .route(NodeRouteState.Place($0.destination)) }
            + (peer.map { [.end($0.mac)] + $0.gateways.map { .gateway($0) } } ?? [])
    }
}
