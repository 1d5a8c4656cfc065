import Netlink

/// A queueing discipline of a link: in what order, and how fast, packets pass.
public struct Qdisc: Hashable, Sendable {
    /// What it is, with its options.
    public enum Kind: Hashable, Sendable {
        /// Packets pass as fast as tokens drip into a bucket. C: tbf
        case tokenBucket(TokenBucket)
        /// Holds the filters for what arrives; queues nothing. C: ingress
        case ingress
        /// Any other, by its name, such as `noqueue` or `fq_codel`.
        case unknown(String)

        /// The name as the kernel knows it. C: TCA_KIND
        public var name: String {
            switch self {
            case .tokenBucket: TokenBucket.kindName
            case .ingress: "ingress"
            case .unknown(let name): name
            }
        }
    }

    /// The link. C: tcm_ifindex
    public var link: LinkIndex
    /// Its own name; `none` lets the kernel choose. C: tcm_handle
    public var handle: TrafficHandle
    /// Where it hangs. C: tcm_parent
    public var parent: TrafficHandle
    /// How many use it, as told. C: tcm_info
    public var users: UInt32 = 0
    /// What it is.
    public var kind: Kind
    /// Every other attribute: counters, tables; the options of an unknown kind.
    public var unknown: [RawAttribute] = []

    /// A discipline.
    public init(
        _ kind: Kind, on link: LinkIndex, handle: TrafficHandle, parent: TrafficHandle = .root
    ) {
        self.kind = kind
        self.link = link
        self.handle = handle
        self.parent = parent
    }

    /// Decodes the body of a message RTM_NEWQDISC or RTM_DELQDISC.
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        let message = try TrafficMessage(decoding: bytes)
        link = message.header.link
        handle = message.header.handle
        parent = message.header.parent
        users = message.header.info
        if message.kind == TokenBucket.kindName, let options = message.options {
            kind = .tokenBucket(try TokenBucket(decoding: options.nested()))
            unknown = message.rest
        } else {
            kind = message.kind == "ingress" ? .ingress : .unknown(message.kind)
            unknown = message.unknown
        }
    }

    /// Encodes the body of the message.
    public func encode(into writer: inout NetlinkWriter) {
        TrafficHeader(link: link, handle: handle, parent: parent, info: users)
            .encode(into: &writer)
        if !kind.name.isEmpty { writer.attribute(TrafficField.kind, string: kind.name) }
        if case .tokenBucket(let options) = kind {
            writer.nested(TrafficField.options, isFlagged: false) { options.encode(into: &$0) }
        }
        unknown.encode(into: &writer)
    }
}

extension Qdisc: CustomStringConvertible {
    /// `tbf 1: on link 3`.
    public var description: String { "\(kind.name) \(handle) on \(link)" }
}
