import Netlink

/// What a filter does with a packet.
public struct TrafficAction: Hashable, Sendable {
    /// The kinds.
    public enum Kind: Hashable, Sendable {
        /// The packet, or a copy of it, goes to another link. C: mirred
        case redirect(Redirection)
        /// Any other, by its name.
        case unknown(String)

        var name: String {
            switch self {
            case .redirect: Redirection.kindName
            case .unknown(let name): name
            }
        }
    }

    /// Its place among the filter's actions, from 1 on.
    public var order: UInt16
    /// What it does.
    public var kind: Kind
    /// Every other attribute: counters; the options of an unknown kind.
    public var unknown: [RawAttribute] = []

    /// An action.
    public init(_ kind: Kind, order: UInt16 = 1) {
        self.kind = kind
        self.order = order
    }

    /// C: TCA_ACT_KIND
    private static let name: UInt16 = 1
    /// C: TCA_ACT_OPTIONS
    private static let options: UInt16 = 2

    init(decoding attribute: Attribute) throws(NetlinkDecodeError) {
        order = attribute.type
        var name = ""
        var options: Attribute?
        var inner = attribute.nested()
        while let attribute = try inner.next() {
            switch attribute.type {
            case Self.name: name = attribute.string()
            case Self.options: options = attribute
            default: unknown.append(RawAttribute(attribute))
            }
        }
        switch (name, options) {
        case (Redirection.kindName, let options?):
            kind = .redirect(try Redirection(decoding: options.nested()))
        default:
            kind = .unknown(name)
            if let options { unknown.insert(RawAttribute(options), at: 0) }
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.nested(order, isFlagged: false) { action in
            if !kind.name.isEmpty { action.attribute(Self.name, string: kind.name) }
            if case .redirect(let redirection) = kind {
                action.nested(Self.options) { redirection.encode(into: &$0) }
            }
            unknown.encode(into: &action)
        }
    }
}

/// The action that sends a packet to another link. C: struct tc_mirred
public struct Redirection: Hashable, Sendable {
    /// Which way, and whether the packet itself goes. C: eaction
    public enum Direction: Hashable, Sendable {
        /// The packet leaves by the other link. C: TCA_EGRESS_REDIR
        case toEgress
        /// A copy leaves by the other link. C: TCA_EGRESS_MIRROR
        case copyToEgress
        /// The packet arrives at the other link. C: TCA_INGRESS_REDIR
        case toIngress
        /// A copy arrives at the other link. C: TCA_INGRESS_MIRROR
        case copyToIngress
        /// Any other number.
        case unknown(UInt32)

        var number: UInt32 {
            switch self {
            case .toEgress: 1
            case .copyToEgress: 2
            case .toIngress: 3
            case .copyToIngress: 4
            case .unknown(let number): number
            }
        }

        init(number: UInt32) {
            let known: [Direction] = [.toEgress, .copyToEgress, .toIngress, .copyToIngress]
            self = known.first { $0.number == number } ?? .unknown(number)
        }
    }

    /// What becomes of the packet afterwards. C: TC_ACT_…
    public struct Verdict: RawRepresentable, Hashable, Sendable {
        /// The number.
        public let rawValue: Int32

        /// The verdict of this number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// It goes on. C: TC_ACT_PIPE
        public static let next = Verdict(rawValue: 3)
        /// It is the action's. C: TC_ACT_STOLEN
        public static let stolen = Verdict(rawValue: 4)
    }

    /// The other link. C: ifindex
    public var link: LinkIndex
    /// Which way.
    public var direction: Direction
    /// What becomes of the packet.
    public var verdict: Verdict
    /// The action's own number, by which filters share it; 0 lets the kernel choose. C: index
    public var number: UInt32 = 0
    /// C: capab, refcnt and bindcnt, as told
    var counts: [UInt32] = [0, 0, 0]
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// A redirection.
    public init(
        to link: LinkIndex, _ direction: Direction = .toEgress, verdict: Verdict = .stolen
    ) {
        self.link = link
        self.direction = direction
        self.verdict = verdict
    }

    static let kindName = "mirred"
    /// C: TCA_MIRRED_PARMS
    private static let parameters: UInt16 = 2

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        self.init(to: LinkIndex(rawValue: 0))
        var attributes = attributes
        while let attribute = try attributes.next() {
            guard attribute.type == Self.parameters else {
                unknown.append(RawAttribute(attribute))
                continue
            }
            var reader = NetlinkReader(attribute.bytes)
            number = try reader.u32()
            counts[0] = try reader.u32()
            verdict = Verdict(rawValue: try reader.i32())
            counts[1] = try reader.u32()
            counts[2] = try reader.u32()
            direction = Direction(number: try reader.u32())
            link = LinkIndex(rawValue: try reader.u32())
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.openAttribute(Self.parameters, length: 28)
        writer.append(u32: number)
        writer.append(u32: counts[0])
        writer.append(i32: verdict.rawValue)
        writer.append(u32: counts[1])
        writer.append(u32: counts[2])
        writer.append(u32: direction.number)
        writer.append(u32: link.rawValue)
        unknown.encode(into: &writer)
    }
}
