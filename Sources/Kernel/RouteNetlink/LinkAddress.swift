import Netlink
import NetworkAddress

/// An address of a link. C: struct ifaddrmsg, and the attributes IFA_…
public struct LinkAddress: Hashable, Sendable {
    /// How long an address is good for. C: struct ifa_cacheinfo
    public struct Lifetime: Hashable, Sendable {
        /// Seconds until no new connection takes it; the largest number is for ever.
        public var preferredSeconds: UInt32
        /// Seconds until it is removed; the largest number is for ever.
        public var validSeconds: UInt32
        /// When it was made, in hundredths of a second since the machine started.
        public var created: UInt32 = 0
        /// When it was changed.
        public var updated: UInt32 = 0

        /// A time that is limited.
        public init(preferredSeconds: UInt32, validSeconds: UInt32) {
            self.preferredSeconds = preferredSeconds
            self.validSeconds = validSeconds
        }
    }

    /// The address, with the length of its network.
    public var address: InterfaceAddress
    /// The link that has it.
    public var link: LinkIndex
    /// The other end's address, when the link leads to one host. C: IFA_ADDRESS
    public var peer: IPAddress?
    /// C: IFA_FLAGS
    public var flags: AddressFlags
    /// How far it is known.
    public var scope: RouteScope
    /// The name that old programs know it by. C: IFA_LABEL
    public var label: String?
    /// C: IFA_BROADCAST
    public var broadcast: IPAddress?
    /// C: IFA_CACHEINFO
    public var lifetime: Lifetime?
    /// The metric of the route to its network. C: IFA_RT_PRIORITY
    public var routeMetric: UInt32?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// An address for a link.
    public init(_ address: InterfaceAddress, link: LinkIndex, flags: AddressFlags = []) {
        self.address = address
        self.link = link
        self.flags = flags
        scope = address.address.isLinkLocal ? .link : .universe
    }

    private enum Field {
        static let address: UInt16 = 1
        static let local: UInt16 = 2
        static let label: UInt16 = 3
        static let broadcast: UInt16 = 4
        static let lifetime: UInt16 = 6
        static let flags: UInt16 = 8
        static let routeMetric: UInt16 = 9
    }

    /// Decodes what follows the header of a message RTM_NEWADDR or RTM_DELADDR.
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        _ = try reader.u8()
        let prefixLength = Int(try reader.u8())
        flags = AddressFlags(rawValue: UInt32(try reader.u8()))
        scope = RouteScope(rawValue: try reader.u8())
        link = LinkIndex(rawValue: try reader.u32())
        var attributes = reader.attributes()
        var own: IPAddress?
        var other: IPAddress?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.address: other = try attribute.ipAddress()
            case Field.local: own = try attribute.ipAddress()
            case Field.label: label = attribute.string()
            case Field.broadcast: broadcast = try attribute.ipAddress()
            case Field.lifetime: lifetime = try Lifetime(decoding: attribute)
            case Field.flags: flags = AddressFlags(rawValue: try attribute.u32())
            case Field.routeMetric: routeMetric = try attribute.u32()
            default: unknown.append(RawAttribute(attribute))
            }
        }
        guard let address = own ?? other,
            let complete = InterfaceAddress(address: address, prefixLength: prefixLength)
        else {
            throw NetlinkDecodeError("no address, or no prefix of length \(prefixLength)")
        }
        self.address = complete
        peer = own != nil && other != own ? other : nil
    }

    /// Encodes what follows the header of the message.
    public func encode(into writer: inout NetlinkWriter) {
        writer.append(u8: address.family.number)
        writer.append(u8: UInt8(clamping: address.prefixLength))
        writer.append(u8: UInt8(truncatingIfNeeded: flags.rawValue))
        writer.append(u8: scope.rawValue)
        writer.append(u32: link.rawValue)
        writer.attribute(Field.address, address: peer ?? address.address)
        writer.attribute(Field.local, address: address.address)
        if let label { writer.attribute(Field.label, string: label) }
        if let broadcast { writer.attribute(Field.broadcast, address: broadcast) }
        if let lifetime { writer.attribute(Field.lifetime, bytes: lifetime.bytes) }
        if !flags.isEmpty { writer.attribute(Field.flags, u32: flags.rawValue) }
        if let routeMetric { writer.attribute(Field.routeMetric, u32: routeMetric) }
        unknown.encode(into: &writer)
    }
}

extension LinkAddress.Lifetime {
    init(decoding attribute: Attribute) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(attribute.bytes)
        preferredSeconds = try reader.u32()
        validSeconds = try reader.u32()
        created = try reader.u32()
        updated = try reader.u32()
    }

    var bytes: [UInt8] {
        var writer = NetlinkWriter(capacity: 16)
        for value in [preferredSeconds, validSeconds, created, updated] {
            writer.append(u32: value)
        }
        return writer.bytes
    }
}

/// How the kernel treats an address; unknown bits are kept.
public struct AddressFlags: OptionSet, Hashable, Sendable {
    /// The bits of IFA_FLAGS.
    public let rawValue: UInt32

    /// The flags of these bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A second address of one network. C: IFA_F_SECONDARY
    public static let secondary = AddressFlags(rawValue: 0x1)
    /// It is used at once, not after asking whether another host has it (up to two seconds):
    /// for networks where nobody else can have it. C: IFA_F_NODAD
    public static let noDuplicateDetection = AddressFlags(rawValue: 0x2)
    /// Another host has it. C: IFA_F_DADFAILED
    public static let isDuplicate = AddressFlags(rawValue: 0x8)
    /// Not for new connections. C: IFA_F_DEPRECATED
    public static let deprecated = AddressFlags(rawValue: 0x20)
    /// Not checked yet, so not used. C: IFA_F_TENTATIVE
    public static let tentative = AddressFlags(rawValue: 0x40)
    /// It has no end. C: IFA_F_PERMANENT
    public static let permanent = AddressFlags(rawValue: 0x80)
    /// No route to its network comes with it. C: IFA_F_NOPREFIXROUTE
    public static let noPrefixRoute = AddressFlags(rawValue: 0x200)
}
