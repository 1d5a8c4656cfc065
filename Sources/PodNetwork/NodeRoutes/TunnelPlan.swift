import NetworkAddress
import RouteNetlink

/// This node's end of the tunnel to nodes that are further away: a VXLAN that learns nothing and
/// floods nothing, since every other end is told to it.
package struct TunnelPlan: Sendable, Hashable {
    static let name = "martlet.vxlan"
    /// The network's number, and the UDP port: those that flannel and others use as well.
    static let identifier: UInt32 = 1
    static let port = Port(rawValue: 8472)

    /// What packets get in front of them: Ethernet, VXLAN, UDP and IP.
    static func overhead(_ family: AddressFamily) -> Int { family == .ipv4 ? 50 : 70 }

    var link: LinkIndex
    var local: IPAddress
    var mac: MACAddress
    /// In bytes.
    package var mtu: Int
    /// The first address of each of the node's pod ranges: what the node itself sends from, so
    /// that answers come back by the tunnel as well.
    var addresses: [IPAddress]

    var request: LinkRequest {
        var options = VXLANOptions(
            id: Self.identifier, link: link, local: local, port: Self.port, isLearning: false)
        options.hasChecksum = local.family == .ipv6 ? true : nil
        // Switched on afterwards: only a link that is there can be told to make no address up.
        return LinkRequest(name: Self.name, kind: .vxlan(options), mac: mac, mtu: mtu)
    }

    /// Whether a link is this tunnel, but for what can be changed while it is used.
    func isMade(_ found: Link) -> Bool {
        guard case .vxlan(let options) = found.kind else { return false }
        return options.id == Self.identifier && options.port == Self.port && options.link == link
            && options.local == local && options.isLearning != true && found.mac == mac
    }
}
