import Netlink

/// Picks packets of a queueing discipline and says what becomes of them.
public struct TrafficFilter: Hashable, Sendable {
    /// How packets are picked.
    public enum Kind: Hashable, Sendable {
        /// By words of the packet. C: u32
        case words(WordFilter)
        /// Any other, by its name.
        case unknown(String)

        /// The name as the kernel knows it. C: TCA_KIND
        public var name: String {
            switch self {
            case .words: WordFilter.kindName
            case .unknown(let name): name
            }
        }
    }

    /// The protocol of every packet. C: ETH_P_ALL
    public static let everyProtocol: UInt16 = 3

    /// The link. C: tcm_ifindex
    public var link: LinkIndex
    /// Its name among those of its priority; 0 lets the kernel choose. C: tcm_handle
    public var handle: UInt32 = 0
    /// The discipline whose packets it sees. C: tcm_parent
    public var parent: TrafficHandle
    /// Lower ones look first. C: tcm_info
    public var priority: UInt16
    /// The type of the packets, as Ethernet counts. C: tcm_info
    public var etherType: UInt16
    /// How packets are picked.
    public var kind: Kind
    /// Every other attribute; the options of an unknown kind.
    public var unknown: [RawAttribute] = []

    /// A filter.
    public init(
        _ kind: Kind, on link: LinkIndex, parent: TrafficHandle, priority: UInt16,
        etherType: UInt16 = TrafficFilter.everyProtocol
    ) {
        self.kind = kind
        self.link = link
        self.parent = parent
        self.priority = priority
        self.etherType = etherType
    }

    /// Decodes the body of a message RTM_NEWTFILTER or RTM_DELTFILTER.
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        let message = try TrafficMessage(decoding: bytes)
        link = message.header.link
        handle = message.header.handle.rawValue
        parent = message.header.parent
        priority = UInt16(message.header.info >> 16)
        etherType = UInt16(truncatingIfNeeded: message.header.info).byteSwapped
        if message.kind == WordFilter.kindName, let options = message.options {
            kind = .words(try WordFilter(decoding: options.nested()))
            unknown = message.rest
        } else {
            kind = .unknown(message.kind)
            unknown = message.unknown
        }
    }

    /// Encodes the body of the message.
    public func encode(into writer: inout NetlinkWriter) {
        TrafficHeader(
            link: link, handle: TrafficHandle(rawValue: handle), parent: parent,
            info: UInt32(priority) << 16 | UInt32(etherType.byteSwapped)
        ).encode(into: &writer)
        if !kind.name.isEmpty { writer.attribute(TrafficField.kind, string: kind.name) }
        if case .words(let options) = kind {
            writer.nested(TrafficField.options, isFlagged: false) { options.encode(into: &$0) }
        }
        unknown.encode(into: &writer)
    }
}

extension TrafficFilter: CustomStringConvertible {
    /// `u32 of priority 1 at ffff: on link 3`.
    public var description: String {
        "\(kind.name) of priority \(priority) at \(parent) on \(link)"
    }
}
