import Netlink

extension NftSet {
    /// What a set's message says, before it is put together.
    private struct Parts {
        var keyType: UInt32 = 0
        var keyLength = 0
        var dataType: UInt32?
        var dataLength = 0
        var objectType: UInt32?
        var fieldLengths: [Int] = []
        var userData: ArraySlice<UInt8> = []
        var expressions: [Expression] = []
    }

    /// Reads what follows the nfnetlink header.
    init(
        decoding attributes: AttributeReader, family: NftablesFamily
    ) throws(NetlinkDecodeError) {
        self.init("", in: TableReference(family, ""), key: .types([]))
        var parts = Parts()
        var attributes = attributes
        while let attribute = try attributes.next() {
            try decode(attribute, &parts)
        }
        put(parts)
    }

    private mutating func decode(
        _ attribute: Attribute, _ parts: inout Parts
    ) throws(NetlinkDecodeError) {
        switch attribute.type {
        case SetAttribute.table: table.name = attribute.string()
        case SetAttribute.name: name = attribute.string()
        case SetAttribute.flags: flags = SetFlags(rawValue: try attribute.be32())
        case SetAttribute.keyType: parts.keyType = try attribute.be32()
        case SetAttribute.keyLength: parts.keyLength = Int(try attribute.be32())
        case SetAttribute.dataType: parts.dataType = try attribute.be32()
        case SetAttribute.dataLength: parts.dataLength = Int(try attribute.be32())
        case SetAttribute.description: try decodeDescription(attribute.nested(), &parts)
        case SetAttribute.timeout: timeoutMilliseconds = try attribute.be64()
        case SetAttribute.collectionInterval:
            let interval = try attribute.be32()
            collectionIntervalMilliseconds = interval == 0 ? nil : interval
        case SetAttribute.userData: parts.userData = attribute.bytes
        case SetAttribute.objectType: parts.objectType = try attribute.be32()
        case SetAttribute.handle: handle = try attribute.be64()
        case SetAttribute.expression:
            parts.expressions = [try Expression(decoding: attribute.nested())]
        case SetAttribute.expressions:
            parts.expressions = try Expression.list(attribute.nested())
        default: break
        }
    }

    private mutating func decodeDescription(
        _ attributes: AttributeReader, _ parts: inout Parts
    ) throws(NetlinkDecodeError) {
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case SetDescriptionAttribute.size: size = try attribute.be32()
            case SetDescriptionAttribute.concatenation:
                var fields = attribute.nested()
                while let field = try fields.next() {
                    if let length = try field.nested().first(SetDescriptionAttribute.fieldLength) {
                        parts.fieldLengths.append(Int(try length.be32()))
                    }
                }
            default: break
            }
        }
    }

    private mutating func put(_ parts: Parts) {
        key = Self.fields(
            parts.keyType, parts.keyLength,
            UserData.value(SetUserData.keyType, in: parts.userData))
        if let type = parts.dataType {
            data =
                type == SetData.verdictType
                ? .verdict
                : .fields(
                    Self.fields(
                        type, parts.dataLength,
                        UserData.value(SetUserData.dataType, in: parts.userData)))
        } else if let type = parts.objectType {
            data = .object(type)
        }
        hasCounter = parts.expressions.contains { $0.name == CounterExpression.name }
        mergesIntervals =
            UserData.number(UserData.value(SetUserData.mergesIntervals, in: parts.userData)) == 1
        comment = UserData.comment(in: parts.userData, type: SetUserData.comment)
    }

    /// The fields by expression where user data tells them and they fill the key, else by type.
    private static func fields(
        _ id: UInt32, _ length: Int, _ userData: ArraySlice<UInt8>?
    ) -> SetFields {
        if let fields = SetUserData.decode(userData), SetFields.typeof(fields).length == length {
            return .typeof(fields)
        }
        var ids: [UInt32] = []
        var rest = id
        while rest > 0 {
            ids.insert(rest & 0x3f, at: 0)
            rest >>= 6
        }
        guard ids.count > 1 else { return .types([FieldType(id: id, length: length)]) }
        return .types(ids.map { FieldType(id: $0, length: 4) })
    }
}
