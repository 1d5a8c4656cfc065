import LinuxSystem
import Netlink
import NetworkAddress

extension RouteSocket {
    /// Changes a link.
    public func set(_ index: LinkIndex, _ change: LinkChange) throws(NetlinkError) {
        var batch = RouteBatch()
        batch.set(index, change)
        if let refusal = try apply(batch).first { throw refusal }
    }

    /// Changes the options of a link of its kind, such as those of a bridge.
    public func set(_ index: LinkIndex, options kind: LinkKind) throws(NetlinkError) {
        var message = LinkMessage()
        message.index = index
        message.info = LinkInfo(kind: kind)
        try request(RouteMessageType.newLink, [], "change options of", index.description) {
            message.encode(into: &$0)
        }
    }

    /// Deletes a link; a veth's other end goes with it. Throws ENODEV when there is none.
    public func delete(_ index: LinkIndex) throws(NetlinkError) {
        var message = LinkMessage()
        message.index = index
        try request(RouteMessageType.deleteLink, [], "delete", index.description) {
            message.encode(into: &$0)
        }
    }

    /// Deletes links at the cost of one: the kernel waits some milliseconds for each deletion, and
    /// once for a group. So they are put in a group of their own, which is deleted.
    ///
    /// Links that are gone already are passed over.
    ///
    /// - Returns: what was refused, in order.
    public func delete(_ indices: [LinkIndex]) throws(NetlinkError) -> [NetlinkError] {
        guard indices.count > 1 else {
            var batch = RouteBatch()
            indices.forEach { batch.delete($0) }
            return try apply(batch).filter { $0.errno != .enodev }
        }
        // A number that nobody else has: groups are for people, and people choose small ones.
        let group = UInt32.random(in: 0x4000_0000 ... .max)
        var batch = RouteBatch()
        for index in indices {
            var change = LinkChange()
            change.group = group
            batch.set(index, change)
        }
        batch.delete(group: group)
        // The kernel says ENODEV of a link, and of a group without links.
        return try apply(batch).filter { $0.errno != .enodev }
    }

    /// Lets a bridge's port, or the bridge itself, take tags.
    public func add(_ vlans: [BridgeVLAN], to port: LinkIndex) throws(NetlinkError) {
        try change(vlans, of: port, RouteMessageType.setLink, "add VLANs to")
    }

    /// Lets a bridge's port no longer take tags.
    public func delete(_ vlans: [BridgeVLAN], of port: LinkIndex) throws(NetlinkError) {
        try change(vlans, of: port, RouteMessageType.deleteLink, "delete VLANs of")
    }

    private func change(
        _ vlans: [BridgeVLAN], of port: LinkIndex, _ type: UInt16, _ operation: String
    ) throws(NetlinkError) {
        var message = LinkMessage()
        message.family = SocketFamily.bridge
        message.index = port
        message.vlans = vlans
        try request(type, [], operation, port.description) { message.encode(into: &$0) }
    }
}
