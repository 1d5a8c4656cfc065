import NetworkAddress
import RouteNetlink

/// What the tunnel goes over: the node's first address that a link has.
struct Underlay: Sendable {
    var address: IPAddress
    var link: LinkIndex
    /// Of the tunnel, in bytes.
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
