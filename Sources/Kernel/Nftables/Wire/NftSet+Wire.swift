import Netlink

/// C: NFTA_SET_…
enum SetAttribute {
    static let table: UInt16 = 1
    static let name: UInt16 = 2
    static let flags: UInt16 = 3
    static let keyType: UInt16 = 4
    static let keyLength: UInt16 = 5
    static let dataType: UInt16 = 6
    static let dataLength: UInt16 = 7
    static let description: UInt16 = 9
    static let id: UInt16 = 10
    static let timeout: UInt16 = 11
    static let collectionInterval: UInt16 = 12
    static let userData: UInt16 = 13
    static let objectType: UInt16 = 15
    static let handle: UInt16 = 16
    static let expression: UInt16 = 17
    static let expressions: UInt16 = 18
}

/// C: NFTA_SET_DESC_…
enum SetDescriptionAttribute {
    static let size: UInt16 = 1
    static let concatenation: UInt16 = 2
    /// C: NFTA_SET_FIELD_LEN
    static let fieldLength: UInt16 = 1
}

extension SetData {
    /// `nft`'s number for data that is a verdict. C: NFT_DATA_VERDICT
    static let verdictType: UInt32 = 0xffff_ff00
}

extension NftSet {
    /// The flags with those that follow from the other properties.
    var effectiveFlags: SetFlags {
        var flags = flags
        switch data {
        case .verdict, .fields: flags.insert(.map)
        case .object: flags.insert(.object)
        case nil: break
        }
        if timeoutMilliseconds != nil { flags.insert(.timeout) }
        if flags.contains(.interval), key.types.count > 1 { flags.insert(.concatenation) }
        return flags
    }

    func encode(into writer: inout NetlinkWriter, id: UInt32) {
        writer.attribute(SetAttribute.table, string: table.name)
        writer.attribute(SetAttribute.name, string: name)
        writer.attribute(SetAttribute.flags, be32: effectiveFlags.rawValue)
        writer.attribute(SetAttribute.keyType, be32: key.typeID)
        writer.attribute(SetAttribute.keyLength, be32: UInt32(key.length))
        switch data {
        case .verdict:
            writer.attribute(SetAttribute.dataType, be32: SetData.verdictType)
            writer.attribute(SetAttribute.dataLength, be32: 0)
        case .fields(let fields):
            writer.attribute(SetAttribute.dataType, be32: fields.typeID)
            writer.attribute(SetAttribute.dataLength, be32: UInt32(fields.length))
        case .object(let type): writer.attribute(SetAttribute.objectType, be32: type)
        case nil: break
        }
        writer.attribute(SetAttribute.id, be32: id)
        encodeDescription(into: &writer)
        if let timeoutMilliseconds {
            writer.attribute(SetAttribute.timeout, be64: timeoutMilliseconds)
        }
        if let collectionIntervalMilliseconds {
            writer.attribute(
                SetAttribute.collectionInterval, be32: collectionIntervalMilliseconds)
        }
        writer.attribute(SetAttribute.userData, bytes: SetUserData.encode(self))
        if hasCounter {
            writer.nested(SetAttribute.expression) {
                Expression.counter(CounterExpression()).encode(into: &$0)
            }
        }
    }

    private func encodeDescription(into writer: inout NetlinkWriter) {
        let isConcatenation = effectiveFlags.contains(.concatenation)
        guard size != nil || isConcatenation else { return }
        writer.nested(SetAttribute.description) { writer in
            if let size { writer.attribute(SetDescriptionAttribute.size, be32: size) }
            guard isConcatenation else { return }
            writer.nested(SetDescriptionAttribute.concatenation) { writer in
                for type in key.types {
                    writer.nested(listElement) {
                        $0.attribute(
                            SetDescriptionAttribute.fieldLength, be32: UInt32(type.length))
                    }
                }
            }
        }
    }
}
