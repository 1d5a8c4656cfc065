import LinuxSystem
import Netlink

extension RouteSocket {
    /// The queueing disciplines of all links, as far as the kernel tells them.
    public func qdiscs() throws(NetlinkError) -> [Qdisc] {
        try dump(
            RouteMessageType.getQdisc, "list qdiscs", "",
            { Self.encode(LinkIndex(rawValue: 0), .none, into: &$0) }
        ) { message throws(NetlinkDecodeError) in try Qdisc(decoding: message.body) }
    }

    /// The discipline that hangs at a place of a link; nil when there is none but the kernel's own.
    /// Not a dump, since that would tell every link's;
    /// the kernel tells it to those who listen, and to us when an echo is asked for.
    public func qdisc(
        of link: LinkIndex, at parent: TrafficHandle = .root
    ) throws(NetlinkError) -> Qdisc? {
        do throws(NetlinkError) {
            let answers = try socket.request(
                type: RouteMessageType.getQdisc, flags: .echo, operation: "read qdisc of",
                subject: link.description
            ) { Self.encode(link, parent, into: &$0) }
            guard let answer = answers.first else { return nil }
            let qdisc = try Self.decoded { () throws(NetlinkDecodeError) in
                try Qdisc(decoding: answer.body)
            }
            return qdisc.handle == .none ? nil : qdisc
        } catch  where error.errno == .enoent {
            return nil
        }
    }

    /// The filters at a discipline of a link.
    public func filters(
        of link: LinkIndex, at parent: TrafficHandle
    ) throws(NetlinkError) -> [TrafficFilter] {
        do throws(NetlinkError) {
            return try dump(
                RouteMessageType.getFilter, "list filters of", link.description,
                { Self.encode(link, parent, into: &$0) }
            ) { message throws(NetlinkDecodeError) in try TrafficFilter(decoding: message.body) }
        } catch  where error.errno == .enoent || error.errno == .einval {
            // No such discipline.
            return []
        }
    }

    private static func encode(
        _ link: LinkIndex, _ parent: TrafficHandle, into writer: inout NetlinkWriter
    ) {
        TrafficHeader(link: link, handle: .none, parent: parent).encode(into: &writer)
    }

    private static func decoded<Value>(
        _ body: () throws(NetlinkDecodeError) -> Value
    ) throws(NetlinkError) -> Value {
        do throws(NetlinkDecodeError) {
            return try body()
        } catch {
            throw NetlinkError(error)
        }
    }
}
