import Netlink
import NetworkAddress
import RouteNetlink

/// This host's links, as far as routes to other hosts need them.
package struct HostLinks: Sendable, Hashable {
    /// A link's address.
    package struct Entry: Sendable, Hashable {
        /// The address, and the length of its network's prefix.
        package var address: InterfaceAddress
        /// The link that has it.
        package var link: LinkIndex

        /// An address of a link.
        package init(address: InterfaceAddress, link: LinkIndex) {
            self.address = address
            self.link = link
        }
    }

    var entries: Set<Entry>
    /// In bytes.
    var mtus: [LinkIndex: Int]
    /// The links that are off.
    var down: Set<LinkIndex> = []
    /// This node's own addresses, which may be alone on a link.
    var own: Set<IPAddress> = []

    /// Links as they are told; all of them are on.
    package init(_ entries: [Entry], mtus: [LinkIndex: Int]) {
        self.entries = Set(entries)
        self.mtus = mtus
    }

    init(observing socket: RouteSocket, of node: RoutedNode) throws(NetlinkError) {
        let links = try socket.links().filter { $0.name != TunnelPlan.name }
        let indices = Set(links.map(\.index))
        self.init([], mtus: [:])
        own = Set(node.addresses)
        for address in try socket.addresses() {
            let entry = Entry(address)
            if indices.contains(entry.link), isOfInterest(entry) { entries.insert(entry) }
        }
        // A pod's link is none of these: it comes and goes without a change here.
        let used = Set(entries.map(\.link))
        for link in links where used.contains(link.index) {
            mtus[link.index] = link.mtu
            if !link.isUp { down.insert(link.index) }
        }
    }

    /// Links to single pods have addresses that are alone; every link has one of itself.
    private func isOfInterest(_ entry: Entry) -> Bool {
        let address = entry.address.address
        if address.isLoopback || address.isLinkLocal { return false }
        return !entry.isHost || own.contains(address)
    }

    /// The link by which an address is a neighbour; nil when it is further away. One that is off is
    /// taken when there is no other: what was switched off comes back, and nothing has moved.
    func link(to address: IPAddress) -> LinkIndex? {
        let reaching = entries.filter { entry in
            !entry.isHost && entry.address.prefix.contains(address)
                && entry.address.address != address
        }
        return first(of: reaching)
    }

    /// The link that has an address.
    func link(with address: IPAddress) -> LinkIndex? {
        first(of: entries.filter { $0.address.address == address })
    }

    private func first(of some: Set<Entry>) -> LinkIndex? {
        func rank(_ entry: Entry) -> (Int, Int, UInt32) {
            (
                down.contains(entry.link) ? 1 : 0, -entry.address.prefixLength,
                entry.link.rawValue
            )
        }
        return some.min { rank($0) < rank($1) }?.link
    }

    /// Whether an event may have changed what stands here.
    func isChanged(by event: RouteEvent) -> Bool {
        switch event {
        case .link(let link):
            isUsed(link.index)
                && (mtus[link.index] != link.mtu || down.contains(link.index) == link.isUp)
        case .linkRemoved(let link): isUsed(link.index)
        case .address(let address):
            isOfInterest(Entry(address)) && !entries.contains(Entry(address))
        case .addressRemoved(let address): entries.contains(Entry(address))
        default: false
        }
    }

    private func isUsed(_ link: LinkIndex) -> Bool { entries.contains { $0.link == link } }
}

extension HostLinks.Entry {
    init(_ address: LinkAddress) {
        self.init(address: address.address, link: address.link)
    }

    /// Whether the address is alone, without neighbours.
    var isHost: Bool {
        address.prefixLength == address.family.bitWidth
    }
}
