import Netlink
import NetworkAddress

/// Requests that are sent in one system call: the kernel takes them in order, and the process
/// waits once.
public struct RouteBatch: Sendable {
    struct Entry: Sendable {
        var operation: String
        var subject: String
    }

    /// A request that the kernel refused.
    public struct Refusal: Sendable {
        /// Which of the requests, from 0, in the order in which they were added.
        public var index: Int
        public var error: NetlinkError
    }

    var writer = NetlinkWriter()
    var entries: [Entry] = []

    /// No requests yet.
    public init() {}

    /// How many requests there are.
    public var count: Int { entries.count }

    /// Makes a link.
    public mutating func create(_ request: LinkRequest) {
        let message = request.message
        add(
            RouteMessageType.newLink, [.create, .exclusive], "create link", request.name
        ) { message.encode(into: &$0) }
    }

    /// Changes a link.
    public mutating func set(_ index: LinkIndex, _ change: LinkChange) {
        if let message = change.message(for: index) {
            add(RouteMessageType.setLink, [], "change", index.description) {
                message.encode(into: &$0)
            }
        }
        guard let port = change.port else { return }
        var message = LinkMessage()
        message.family = SocketFamily.bridge
        message.index = index
        message.port = port
        add(RouteMessageType.setLink, [], "change port", index.description) {
            message.encode(into: &$0)
        }
    }

    /// Deletes a link.
    public mutating func delete(_ index: LinkIndex) {
        var message = LinkMessage()
        message.index = index
        add(RouteMessageType.deleteLink, [], "delete", index.description) {
            message.encode(into: &$0)
        }
    }

    /// Deletes every link of a group at once: the kernel waits once for all of them.
    public mutating func delete(group: UInt32) {
        var message = LinkMessage()
        message.group = group
        add(RouteMessageType.deleteLink, [], "delete links of group", String(group)) {
            message.encode(into: &$0)
        }
    }

    /// Gives an address to a link.
    public mutating func add(_ address: LinkAddress, replacing: Bool = false) {
        let flags: MessageFlags = replacing ? [.create, .replace] : [.create, .exclusive]
        add(
            RouteMessageType.newAddress, flags, "add address",
            "\(address.address) to \(address.link)"
        ) { address.encode(into: &$0) }
    }

    /// Takes an address away.
    public mutating func delete(_ address: LinkAddress) {
        add(
            RouteMessageType.deleteAddress, [], "delete address",
            "\(address.address) of \(address.link)"
        ) { address.encode(into: &$0) }
    }

    /// Adds a route, or puts it in the place of the one to its destination.
    public mutating func add(_ route: Route, replacing: Bool = false) {
        let flags: MessageFlags = replacing ? [.create, .replace] : [.create, .exclusive]
        add(
            RouteMessageType.newRoute, flags, replacing ? "replace route" : "add route",
            route.description
        ) { route.encode(into: &$0) }
    }

    /// Deletes a route.
    public mutating func delete(_ route: Route) {
        add(RouteMessageType.deleteRoute, [], "delete route", route.description) {
            route.encode(into: &$0)
        }
    }

    /// Adds a neighbour, or puts it in place of the one there is.
    public mutating func replace(_ neighbour: Neighbour) {
        add(
            RouteMessageType.newNeighbour, [.create, .replace], "set neighbour",
            "\(neighbour.address) on \(neighbour.link)"
        ) { neighbour.encode(into: &$0) }
    }

    /// Adds a forwarding entry, or puts it in place of the one there is.
    public mutating func replace(_ entry: ForwardingEntry) {
        add(
            RouteMessageType.newNeighbour, [.create, .replace], "set forwarding entry",
            "\(entry.mac) on \(entry.link)"
        ) { entry.encode(into: &$0) }
    }

    /// Deletes a neighbour.
    public mutating func delete(_ neighbour: Neighbour) {
        add(
            RouteMessageType.deleteNeighbour, [], "delete neighbour",
            "\(neighbour.address) on \(neighbour.link)"
        ) { neighbour.encode(into: &$0) }
    }

    /// Deletes a forwarding entry.
    public mutating func delete(_ entry: ForwardingEntry) {
        add(
            RouteMessageType.deleteNeighbour, [], "delete forwarding entry",
            "\(entry.mac) on \(entry.link)"
        ) { entry.encode(into: &$0) }
    }

    mutating func add(
        _ type: UInt16, _ flags: MessageFlags, _ operation: String, _ subject: String,
        _ body: (inout NetlinkWriter) -> Void
    ) {
        entries.append(Entry(operation: operation, subject: subject))
        writer.pad()
        writer.message(
            type: type, flags: flags.union([.request, .acknowledge]),
            sequence: UInt32(truncatingIfNeeded: entries.count), body)
    }
}
