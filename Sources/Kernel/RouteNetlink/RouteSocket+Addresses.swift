import LinuxSystem
import Netlink
import NetworkAddress

extension RouteSocket {
    /// Addresses, of one link or of all, of one family or of both.
    public func addresses(
        of link: LinkIndex? = nil, family: AddressFamily? = nil
    ) throws(NetlinkError) -> [LinkAddress] {
        let found = try dump(
            RouteMessageType.getAddress, "list addresses", link?.description ?? "",
            {
                $0.append(u8: family?.number ?? SocketFamily.unspecified)
                $0.append(zeros: 3)
                $0.append(u32: link?.rawValue ?? 0)
            }
        ) { message throws(NetlinkDecodeError) in
            try LinkAddress(decoding: message.body)
        }
        // A kernel that doesn't filter tells all.
        return found.filter { link == nil || $0.link == link }
    }

    /// Gives an address to a link. Throws EEXIST when it has it.
    public func add(
        _ address: InterfaceAddress, to link: LinkIndex, flags: AddressFlags = []
    ) throws(NetlinkError) {
        try add(LinkAddress(address, link: link, flags: flags))
    }

    /// Gives an address to a link. Throws EEXIST when it has it, unless it is to be replaced.
    public func add(_ address: LinkAddress, replacing: Bool = false) throws(NetlinkError) {
        let flags: MessageFlags = replacing ? [.create, .replace] : [.create, .exclusive]
        try request(
            RouteMessageType.newAddress, flags, "add address",
            "\(address.address) to \(address.link)"
        ) { address.encode(into: &$0) }
    }

    /// Takes an address away. Throws EADDRNOTAVAIL when the link doesn't have it.
    public func delete(_ address: InterfaceAddress, of link: LinkIndex) throws(NetlinkError) {
        let entry = LinkAddress(address, link: link)
        try request(
            RouteMessageType.deleteAddress, [], "delete address", "\(address) of \(link)"
        ) { entry.encode(into: &$0) }
    }
}
