import Netlink
import NetworkAddress

extension Route {
    private enum Field {
        static let destination: UInt16 = 1
        static let from: UInt16 = 2
        static let arriving: UInt16 = 3
        static let link: UInt16 = 4
        static let gateway: UInt16 = 5
        static let metric: UInt16 = 6
        static let source: UInt16 = 7
        static let metrics: UInt16 = 8
        static let table: UInt16 = 15
        /// C: RTAX_MTU
        static let mtu: UInt16 = 2
        /// C: RTAX_ADVMSS
        static let advertisedMSS: UInt16 = 8
    }

    /// Decodes what follows the header of a message RTM_NEWROUTE or RTM_DELROUTE. C: struct rtmsg
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        let number = try reader.u8()
        guard let family = AddressFamily(number: number) else {
            throw NetlinkDecodeError("a route of family \(number)")
        }
        self.init(to: nil, family: family)
        let destinationLength = Int(try reader.u8())
        let fromLength = Int(try reader.u8())
        typeOfService = try reader.u8()
        table = RouteTable(rawValue: UInt32(try reader.u8()))
        origin = RouteProtocol(rawValue: try reader.u8())
        scope = RouteScope(rawValue: try reader.u8())
        kind = RouteKind(rawValue: try reader.u8())
        flags = RouteFlags(rawValue: try reader.u32())
        var attributes = reader.attributes()
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.destination:
                destination = try Self.prefix(attribute, length: destinationLength)
            case Field.from: from = try Self.prefix(attribute, length: fromLength)
            case Field.link: link = LinkIndex(rawValue: try attribute.u32())
            case Field.gateway: gateway = try attribute.ipAddress()
            case Field.metric: metric = try attribute.u32()
            case Field.source: source = try attribute.ipAddress()
            case Field.metrics: try decodeMetrics(attribute.nested())
            case Field.table: table = RouteTable(rawValue: try attribute.u32())
            default: unknown.append(RawAttribute(attribute))
            }
        }
    }

    private static func prefix(
        _ attribute: Attribute, length: Int
    ) throws(NetlinkDecodeError) -> IPPrefix? {
        guard let prefix = IPPrefix(base: try attribute.ipAddress(), length: length) else {
            throw NetlinkDecodeError("a prefix of length \(length)", at: attribute.bytes.startIndex)
        }
        return length == 0 ? nil : prefix
    }

    private mutating func decodeMetrics(
        _ attributes: AttributeReader
    ) throws(NetlinkDecodeError) {
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.mtu: mtu = try attribute.u32()
            case Field.advertisedMSS: advertisedMSS = try attribute.u32()
            default: unknownMetrics.append(RawAttribute(attribute))
            }
        }
    }

    /// Encodes what follows the header of the message.
    public func encode(into writer: inout NetlinkWriter) {
        writer.append(u8: family.number)
        writer.append(u8: UInt8(clamping: destination?.length ?? 0))
        writer.append(u8: UInt8(clamping: from?.length ?? 0))
        writer.append(u8: typeOfService)
        // A table beyond one byte stands in its attribute alone. C: RT_TABLE_UNSPEC
        writer.append(u8: UInt8(exactly: table.rawValue) ?? 0)
        writer.append(u8: origin.rawValue)
        writer.append(u8: scope.rawValue)
        writer.append(u8: kind.rawValue)
        writer.append(u32: flags.rawValue)
        if let destination { writer.attribute(Field.destination, address: destination.base) }
        if let from { writer.attribute(Field.from, address: from.base) }
        if let link { writer.attribute(Field.link, u32: link.rawValue) }
        if let gateway { writer.attribute(Field.gateway, address: gateway) }
        if let metric { writer.attribute(Field.metric, u32: metric) }
        if let source { writer.attribute(Field.source, address: source) }
        encodeMetrics(into: &writer)
        writer.attribute(Field.table, u32: table.rawValue)
        unknown.encode(into: &writer)
    }

    /// Encodes the question which route a packet takes: strict checking wants it bare.
    func encodeQuery(arriving: LinkIndex?, into writer: inout NetlinkWriter) {
        writer.append(u8: family.number)
        writer.append(u8: UInt8(clamping: destination?.length ?? 0))
        writer.append(u8: UInt8(clamping: from?.length ?? 0))
        writer.append(zeros: 9)
        if let destination { writer.attribute(Field.destination, address: destination.base) }
        if let from { writer.attribute(Field.from, address: from.base) }
        if let arriving { writer.attribute(Field.arriving, u32: arriving.rawValue) }
        if let link { writer.attribute(Field.link, u32: link.rawValue) }
    }

    private func encodeMetrics(into writer: inout NetlinkWriter) {
        guard mtu != nil || advertisedMSS != nil || !unknownMetrics.isEmpty else { return }
        writer.nested(Field.metrics) { metrics in
            if let mtu { metrics.attribute(Field.mtu, u32: mtu) }
            if let advertisedMSS { metrics.attribute(Field.advertisedMSS, u32: advertisedMSS) }
            unknownMetrics.encode(into: &metrics)
        }
    }
}
