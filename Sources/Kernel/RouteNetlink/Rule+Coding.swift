import Netlink
import NetworkAddress

extension Rule {
    private enum Field {
        static let to: UInt16 = 1
        static let from: UInt16 = 2
        static let inputLink: UInt16 = 3
        static let priority: UInt16 = 6
        static let mark: UInt16 = 10
        static let suppressedPrefixLength: UInt16 = 14
        static let table: UInt16 = 15
        static let markMask: UInt16 = 16
        static let outputLink: UInt16 = 17
        static let origin: UInt16 = 21
    }

    /// Decodes what follows the header of a message RTM_NEWRULE or RTM_DELRULE.
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        let number = try reader.u8()
        guard let family = AddressFamily(number: number) else {
            throw NetlinkDecodeError("a rule of family \(number)")
        }
        let toLength = Int(try reader.u8())
        let fromLength = Int(try reader.u8())
        let typeOfService = try reader.u8()
        self.init(family: family, table: RouteTable(rawValue: UInt32(try reader.u8())))
        self.typeOfService = typeOfService
        try reader.skip(2)
        action = try reader.u8()
        flags = try reader.u32()
        var attributes = reader.attributes()
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.to: to = IPPrefix(base: try attribute.ipAddress(), length: toLength)
            case Field.from: from = IPPrefix(base: try attribute.ipAddress(), length: fromLength)
            case Field.inputLink: inputLink = attribute.string()
            case Field.priority: priority = try attribute.u32()
            case Field.mark: mark = try attribute.u32()
            case Field.suppressedPrefixLength: suppressedPrefixLength = try attribute.u32()
            case Field.table: table = RouteTable(rawValue: try attribute.u32())
            case Field.markMask: markMask = try attribute.u32()
            case Field.outputLink: outputLink = attribute.string()
            case Field.origin: origin = RouteProtocol(rawValue: try attribute.u8())
            default: unknown.append(RawAttribute(attribute))
            }
        }
    }

    /// Encodes what follows the header of the message.
    public func encode(into writer: inout NetlinkWriter) {
        writer.append(u8: family.number)
        writer.append(u8: UInt8(clamping: to?.length ?? 0))
        writer.append(u8: UInt8(clamping: from?.length ?? 0))
        writer.append(u8: typeOfService)
        writer.append(u8: UInt8(exactly: table.rawValue) ?? 0)
        writer.append(zeros: 2)
        writer.append(u8: action)
        writer.append(u32: flags)
        if let to { writer.attribute(Field.to, address: to.base) }
        if let from { writer.attribute(Field.from, address: from.base) }
        if let inputLink { writer.attribute(Field.inputLink, string: inputLink) }
        if let priority { writer.attribute(Field.priority, u32: priority) }
        if let mark { writer.attribute(Field.mark, u32: mark) }
        if let length = suppressedPrefixLength {
            writer.attribute(Field.suppressedPrefixLength, u32: length)
        }
        writer.attribute(Field.table, u32: table.rawValue)
        if let markMask { writer.attribute(Field.markMask, u32: markMask) }
        if let outputLink { writer.attribute(Field.outputLink, string: outputLink) }
        if let origin { writer.attribute(Field.origin, u8: origin.rawValue) }
        unknown.encode(into: &writer)
    }
}
