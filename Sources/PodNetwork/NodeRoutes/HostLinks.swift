import Netlink
import NetworkAddress
import RouteNetlink

/// This host's links, as far as routes to other hosts need them.
package struct HostLinks: Sendable, Hashable {
    /// A link's address.
    package struct Entry: Sendable, Hashable {
        package var address: InterfaceAddress
        package var link: LinkIndex

        package init(address: InterfaceAddress, link: LinkIndex) {
            self.address = address
            self.link = link
        }
    }

    var entries: [Entry]
    /// In bytes.
    var mtus: [LinkIndex: Int]

    package init(_ entries: [Entry], mtus: [LinkIndex: Int]) {
        self.entries = entries
        self.mtus = mtus
    }

    init(observing socket: RouteSocket) throws(NetlinkError) {
        let links = try socket.links().filter { $0.name != TunnelPlan.name }
        mtus = Dictionary(links.map { ($0.index, $0.mtu) }) { first, _ in first }
        let known = mtus
        entries = try socket.addresses()
            .filter { known[$0.link] != nil && !$0.address.address.isLoopback }
            .map { Entry(address: $0.address, link: $0.link) }
    }

    /// The link by which an address is a neighbour; nil when it is further away.
    func link(to address: IPAddress) -> LinkIndex? {
        let reaching = entries.filter { entry in
            let isHost = entry.address.prefixLength == entry.address.prefix.mask.bitWidth
            return !isHost && !entry.address.address.isLinkLocal
                && entry.address.prefix.contains(address)
        }
        return reaching.max { $0.address.prefixLength < $1.address.prefixLength }?.link
    }

    /// The link that has an address.
    func link(with address: IPAddress) -> LinkIndex? {
        entries.first { $0.address.address == address }?.link
    }
}

extension IPAddress {
    fileprivate var bitWidth: Int { family == .ipv4 ? 32 : 128 }
}
