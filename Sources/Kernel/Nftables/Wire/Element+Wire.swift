import Netlink

/// C: NFTA_SET_ELEM_LIST_…
@usableFromInline
enum ElementListAttribute {
    @usableFromInline static let table: UInt16 = 1
    @usableFromInline static let set: UInt16 = 2
    @usableFromInline static let elements: UInt16 = 3
    @usableFromInline static let setID: UInt16 = 4
}

/// C: NFTA_SET_ELEM_…
enum ElementAttribute {
    static let key: UInt16 = 1
    static let data: UInt16 = 2
    static let flags: UInt16 = 3
    static let timeout: UInt16 = 4
    static let expiration: UInt16 = 5
    static let userData: UInt16 = 6
    static let expression: UInt16 = 7
    static let object: UInt16 = 9
    static let keyEnd: UInt16 = 10
    static let expressions: UInt16 = 11
}

/// Bits of an element. C: NFT_SET_ELEM_…
enum ElementFlag {
    static let intervalEnd: UInt32 = 1
    static let catchAll: UInt32 = 2
}

/// What must be known of a set to write its elements.
@usableFromInline
struct ElementLayout {
    /// In bytes, without the padding of a single field.
    let keyLength: Int
    let dataLength: Int
    /// About how many bytes an element takes.
    @usableFromInline
    var bytesPerElement: Int { keyLength + max(dataLength, 32) + 24 }
    /// Ranges are two elements, the second of which says that it ends the first.
    let hasSplitIntervals: Bool

    @usableFromInline
    init(_ set: NftSet) {
        keyLength = set.key.length
        if case .fields(let fields) = set.data {
            dataLength = fields.length
        } else {
            dataLength = 0
        }
        let flags = set.effectiveFlags
        hasSplitIntervals = flags.contains(.interval) && !flags.contains(.concatenation)
    }
}

extension Element {
    /// Writes the element, or the two that a range consists of.
    func encode(into writer: inout NetlinkWriter, _ layout: ElementLayout, isDeletion: Bool) {
        guard layout.hasSplitIntervals, !isCatchAll, !isIntervalEnd else {
            return encodeOne(into: &writer, layout, isDeletion: isDeletion)
        }
        var first = self
        first.keyEnd = nil
        first.encodeOne(into: &writer, layout, isDeletion: isDeletion)
        // A range up to the highest key has no end on the wire.
        guard let after = (keyEnd ?? key).successor(length: layout.keyLength) else { return }
        var end = Element(after)
        end.isIntervalEnd = true
        end.encodeOne(into: &writer, layout, isDeletion: isDeletion)
    }

    private func encodeOne(
        into writer: inout NetlinkWriter, _ layout: ElementLayout, isDeletion: Bool
    ) {
        let start = writer.openNested(listElement)
        guard let extras = extras.first else {
            writer.attribute(ElementAttribute.key, key, length: layout.keyLength)
            encodeData(into: &writer, layout)
            return writer.closeNested(start)
        }
        if isIntervalEnd {
            writer.attribute(ElementAttribute.flags, be32: ElementFlag.intervalEnd)
        } else if isCatchAll {
            writer.attribute(ElementAttribute.flags, be32: ElementFlag.catchAll)
        }
        if !isCatchAll {
            writer.attribute(ElementAttribute.key, key, length: layout.keyLength)
        }
        if let keyEnd = extras.keyEnd {
            writer.attribute(ElementAttribute.keyEnd, keyEnd, length: layout.keyLength)
        }
        encodeData(into: &writer, layout)
        if !isDeletion { encodeExtras(into: &writer) }
        writer.closeNested(start)
    }

    private func encodeData(into writer: inout NetlinkWriter, _ layout: ElementLayout) {
        switch data {
        case .value(let value)?:
            writer.attribute(ElementAttribute.data, value, length: layout.dataLength)
        case .verdict(let verdict)?:
            let data = writer.openNested(ElementAttribute.data)
            verdict.encode(into: &writer)
            writer.closeNested(data)
        case .object(let name)?: writer.attribute(ElementAttribute.object, string: name)
        case nil: break
        }
    }

    private func encodeExtras(into writer: inout NetlinkWriter) {
        if let timeoutMilliseconds {
            writer.attribute(ElementAttribute.timeout, be64: timeoutMilliseconds)
        }
        if let expirationMilliseconds {
            writer.attribute(ElementAttribute.expiration, be64: expirationMilliseconds)
        }
        if comment != nil || extras.first?.note != nil {
            var data = UserData()
            if let comment { data.append(UserData.commentType, text: comment) }
            if let note { data.append(UserData.noteType, note: note) }
            writer.attribute(ElementAttribute.userData, bytes: data.bytes)
        }
        if let counter {
            writer.nested(ElementAttribute.expression) {
                Expression.counter(
                    CounterExpression(bytes: counter.bytes, packets: counter.packets)
                ).encode(into: &$0)
            }
        }
    }
}

extension NetlinkWriter {
    /// NFTA_DATA_VALUE inside an attribute, straight from the registers' words.
    mutating func attribute(_ type: UInt16, _ fields: FieldBytes, length: Int) {
        attribute(
            type, holding: DataAttribute.value, words: fields.words,
            count: Int(fields.wordCount), length: length)
    }
}

extension FieldBytes {
    /// The next key in the order of a set; nil after the highest.
    func successor(length: Int) -> FieldBytes? {
        var bytes = Array(array.prefix(length))
        for index in bytes.indices.reversed() {
            if bytes[index] < .max {
                bytes[index] += 1
                return FieldBytes().bytes(bytes)
            }
            bytes[index] = 0
        }
        return nil
    }

    /// The key before, for the last of a range; nil before the lowest.
    func predecessor(length: Int) -> FieldBytes? {
        var bytes = Array(array.prefix(length))
        for index in bytes.indices.reversed() {
            if bytes[index] > 0 {
                bytes[index] -= 1
                return FieldBytes().bytes(bytes)
            }
            bytes[index] = .max
        }
        return nil
    }
}
