import LinuxSystem
import Netlink
import NetworkAddress

extension RouteSocket {
    /// Neighbours, of one link or of all, of one family or of both.
    public func neighbours(
        of link: LinkIndex? = nil, family: AddressFamily? = nil
    ) throws(NetlinkError) -> [Neighbour] {
        let families = family.map { [$0] } ?? AddressFamily.allCases
        var found: [Neighbour] = []
        for family in families {
            found += try dump(
                RouteMessageType.getNeighbour, "list neighbours", link?.description ?? "",
                { Self.encodeQuery(family.number, link, into: &$0) }
            ) { message throws(NetlinkDecodeError) in
                try Neighbour(decoding: message.body)
            }
        }
        return found.filter { link == nil || $0.link == link }
    }

    /// Adds a neighbour, or puts it in place of the one there is.
    public func replace(_ neighbour: Neighbour) throws(NetlinkError) {
        try request(
            RouteMessageType.newNeighbour, [.create, .replace], "set neighbour",
            "\(neighbour.address) on \(neighbour.link)"
        ) { neighbour.encode(into: &$0) }
    }

    /// Deletes a neighbour. Throws ENOENT when there is none.
    public func delete(_ neighbour: Neighbour) throws(NetlinkError) {
        try request(
            RouteMessageType.deleteNeighbour, [], "delete neighbour",
            "\(neighbour.address) on \(neighbour.link)"
        ) { neighbour.encode(into: &$0) }
    }

    /// The forwarding entries of bridges and VXLANs, of one link or of all.
    public func forwardingEntries(
        of link: LinkIndex? = nil
    ) throws(NetlinkError) -> [ForwardingEntry] {
        try dump(
            RouteMessageType.getNeighbour, "list forwarding entries", link?.description ?? "",
            { Self.encodeQuery(SocketFamily.bridge, nil, into: &$0) }
        ) { message throws(NetlinkDecodeError) in
            try ForwardingEntry(decoding: message.body)
        }.filter { link == nil || $0.link == link || $0.master == link }
    }

    /// Adds a forwarding entry, or puts it in place of the one there is.
    public func replace(_ entry: ForwardingEntry) throws(NetlinkError) {
        try request(
            RouteMessageType.newNeighbour, [.create, .replace], "set forwarding entry",
            "\(entry.mac) on \(entry.link)"
        ) { entry.encode(into: &$0) }
    }

    /// Adds a further destination for one hardware address: a VXLAN sends to each of them.
    public func append(_ entry: ForwardingEntry) throws(NetlinkError) {
        try request(
            RouteMessageType.newNeighbour, [.create, .append], "add forwarding entry",
            "\(entry.mac) on \(entry.link)"
        ) { entry.encode(into: &$0) }
    }

    /// Deletes a forwarding entry. Throws ENOENT when there is none.
    public func delete(_ entry: ForwardingEntry) throws(NetlinkError) {
        try request(
            RouteMessageType.deleteNeighbour, [], "delete forwarding entry",
            "\(entry.mac) on \(entry.link)"
        ) { entry.encode(into: &$0) }
    }

    private static func encodeQuery(
        _ family: UInt8, _ link: LinkIndex?, into writer: inout NetlinkWriter
    ) {
        NeighbourHeader(family: family, link: LinkIndex(rawValue: 0)).encode(into: &writer)
        // C: NDA_IFINDEX
        if let link { writer.attribute(8, u32: link.rawValue) }
    }
}
