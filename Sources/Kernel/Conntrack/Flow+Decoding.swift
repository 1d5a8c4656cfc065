import Netlink

/// The messages of conntrack. C: IPCTNL_MSG_CT_…
enum ConntrackMessage: UInt16 {
    case new = 0
    case get = 1
    case delete = 2
    case statistics = 5

    var type: UInt16 { NetfilterSubsystem.conntrack << 8 | rawValue }
}

/// C: CTA_…
enum FlowAttribute {
    static let original: UInt16 = 1
    static let reply: UInt16 = 2
    static let status: UInt16 = 3
    static let transportInformation: UInt16 = 4
    static let timeout: UInt16 = 7
    static let mark: UInt16 = 8
    static let originalCounters: UInt16 = 9
    static let replyCounters: UInt16 = 10
    static let id: UInt16 = 12
    static let destinationNAT: UInt16 = 13
    static let zone: UInt16 = 18
    static let filter: UInt16 = 25
    static let statusMask: UInt16 = 26
}

extension Flow {
    /// Reads a whole message.
    package init(decoding message: NetlinkMessage) throws(NetlinkDecodeError) {
        // In place and without a list of the rest: there may be half a million of them.
        let any = FlowTuple(source: .any(.ipv4), destination: .any(.ipv4), transport: .unknown(0))
        self.init(original: any, reply: any)
        var attributes = try message.attributes(after: NetfilterHeader.length)
        var tuples = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case FlowAttribute.original:
                original = try FlowTuple(decoding: attribute.nested())
                tuples |= 1
            case FlowAttribute.reply:
                reply = try FlowTuple(decoding: attribute.nested())
                tuples |= 2
            default: try decode(attribute)
            }
        }
        guard tuples == 3 else {
            throw NetlinkDecodeError("a flow without both of its tuples")
        }
    }

    private mutating func decode(_ attribute: Attribute) throws(NetlinkDecodeError) {
        switch attribute.type {
        case FlowAttribute.status: status = FlowStatus(rawValue: try attribute.be32())
        case FlowAttribute.timeout: timeoutSeconds = try attribute.be32()
        case FlowAttribute.mark: mark = try attribute.be32()
        case FlowAttribute.zone: zone = try attribute.be16()
        case FlowAttribute.id: id = try attribute.be32()
        case FlowAttribute.originalCounters:
            originalTraffic = try FlowTraffic(decoding: attribute.nested())
        case FlowAttribute.replyCounters:
            replyTraffic = try FlowTraffic(decoding: attribute.nested())
        case FlowAttribute.transportInformation:
            // C: CTA_PROTOINFO_TCP, CTA_PROTOINFO_TCP_STATE
            tcpState = try attribute.nested().first(1)?.nested().first(1)?.u8()
        default: break
        }
    }
}

extension FlowTraffic {
    /// C: CTA_COUNTERS_PACKETS, CTA_COUNTERS_BYTES
    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        packets = try attributes.first(1)?.be64() ?? 0
        bytes = try attributes.first(2)?.be64() ?? 0
    }
}
