import LinuxSystem
import Netlink
import NetworkAddress

/// Something that changed. It says *look again*; what it carries is what the kernel told then.
public enum RouteEvent: Hashable, Sendable {
    /// A link is new or changed.
    case link(Link)
    /// A link is gone.
    case linkRemoved(Link)
    /// An address is new or changed.
    case address(LinkAddress)
    /// An address is gone.
    case addressRemoved(LinkAddress)
    /// A route is new or changed.
    case route(Route)
    /// A route is gone.
    case routeRemoved(Route)
    /// A neighbour is new or changed.
    case neighbour(Neighbour)
    /// A neighbour is gone.
    case neighbourRemoved(Neighbour)
    /// A forwarding entry of a bridge or a VXLAN is new or changed.
    case forwarding(ForwardingEntry)
    /// A forwarding entry is gone.
    case forwardingRemoved(ForwardingEntry)
    /// Events were lost: everything must be read again.
    case overrun
}

/// Follows what changes in one network namespace.
public final class RouteEvents: Sendable {
    /// What is followed.
    public enum Topic: Hashable, Sendable, CaseIterable {
        /// Links, with the ports of bridges.
        case links
        /// Addresses of both families.
        case addresses
        /// Routes of both families.
        case routes
        /// Neighbours of both families, and forwarding entries.
        case neighbours

        /// C: RTNLGRP_…
        var groups: [UInt32] {
            switch self {
            case .links: [1]
            case .addresses: [5, 9]
            case .routes: [7, 11]
            case .neighbours: [3]
            }
        }
    }

    private let socket: NetlinkSocket

    /// Follows topics in the calling thread's namespace, from now on.
    public init(_ topics: Set<Topic>) throws(NetlinkError) {
        socket = try NetlinkSocket(protocol: .route, groups: topics.flatMap(\.groups))
    }

    /// Follows topics in a namespace, from now on.
    public init(_ topics: Set<Topic>, in namespace: NetworkNamespace) throws {
        socket = try namespace.run {
            try NetlinkSocket(protocol: .route, groups: topics.flatMap(\.groups))
        }
    }

    /// From now on, what another socket's requests cause is not told; but for forwarding entries of
    /// a VXLAN, which the kernel (6.18) tells as nobody's.
    public func ignoreEvents(causedBy other: RouteSocket) throws(NetlinkError) {
        try socket.ignoreEvents(causedBy: other.socket.portID)
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { socket.descriptor }

    /// Waits for events and returns those that are there.
    ///
    /// - Parameter timeout: the longest wait, zero for none; nil waits for ever.
    /// - Returns: empty when the time is over.
    public func next(timeout: Duration? = nil) throws(NetlinkError) -> [RouteEvent] {
        var events: [RouteEvent] = []
        for event in try socket.receiveEvents(timeout: timeout) {
            switch event {
            case .overrun: events.append(.overrun)
            case .message(let message):
                do throws(NetlinkDecodeError) {
                    if let event = try RouteEvent(message) { events.append(event) }
                } catch {
                    throw NetlinkError(error)
                }
            }
        }
        return events
    }
}

extension RouteEvent {
    /// What a message tells; nil when it is of no kind that is followed.
    init?(_ message: NetlinkMessage) throws(NetlinkDecodeError) {
        let body = message.body
        switch message.type {
        case RouteMessageType.newLink: self = .link(Link(try LinkMessage(decoding: body)))
        case RouteMessageType.deleteLink:
            let message = try LinkMessage(decoding: body)
            // A bridge lets a port go: the link itself is still there.
            self =
                message.family == SocketFamily.bridge
                ? .link(Link(message)) : .linkRemoved(Link(message))
        case RouteMessageType.newAddress: self = .address(try LinkAddress(decoding: body))
        case RouteMessageType.deleteAddress: self = .addressRemoved(try LinkAddress(decoding: body))
        case RouteMessageType.newRoute: self = .route(try Route(decoding: body))
        case RouteMessageType.deleteRoute: self = .routeRemoved(try Route(decoding: body))
        case RouteMessageType.newNeighbour:
            self =
                body.first == SocketFamily.bridge
                ? .forwarding(try ForwardingEntry(decoding: body))
                : .neighbour(try Neighbour(decoding: body))
        case RouteMessageType.deleteNeighbour:
            self =
                body.first == SocketFamily.bridge
                ? .forwardingRemoved(try ForwardingEntry(decoding: body))
                : .neighbourRemoved(try Neighbour(decoding: body))
        default: return nil
        }
    }
}
