import Netlink

extension Element {
    /// Reads one element of a list.
    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        self.init(FieldBytes())
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case ElementAttribute.key: key = try attribute.fieldBytes() ?? FieldBytes()
            case ElementAttribute.keyEnd: keyEnd = try attribute.fieldBytes()
            case ElementAttribute.data: data = try Self.data(attribute.nested())
            case ElementAttribute.flags:
                let flags = try attribute.be32()
                isIntervalEnd = flags & ElementFlag.intervalEnd != 0
                isCatchAll = flags & ElementFlag.catchAll != 0
            case ElementAttribute.timeout: timeoutMilliseconds = try attribute.be64()
            case ElementAttribute.expiration: expirationMilliseconds = try attribute.be64()
            case ElementAttribute.userData:
                comment = UserData.comment(in: attribute.bytes)
                note = UserData.value(UserData.noteType, in: attribute.bytes).map(Array.init)
            case ElementAttribute.object: data = .object(attribute.string())
            case ElementAttribute.expression:
                take(try Expression(decoding: attribute.nested()))
            case ElementAttribute.expressions:
                for expression in try Expression.list(attribute.nested()) { take(expression) }
            default: break
            }
        }
    }

    private mutating func take(_ expression: Expression) {
        if case .counter(let found) = expression {
            counter = Counter(packets: found.packets, bytes: found.bytes)
        }
    }

    private static func data(
        _ attributes: AttributeReader
    ) throws(NetlinkDecodeError) -> ElementData? {
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case DataAttribute.value: return .value(FieldBytes(decoding: attribute.bytes))
            case DataAttribute.verdict:
                return .verdict(try Verdict(decoding: attribute.nested()))
            default: break
            }
        }
        return nil
    }

    /// The elements of one message.
    static func list(_ attributes: AttributeReader) throws(NetlinkDecodeError) -> [Element] {
        guard let list = try attributes.first(ElementListAttribute.elements) else { return [] }
        var elements: [Element] = []
        var inside = list.nested()
        while let attribute = try inside.next() {
            elements.append(try Element(decoding: attribute.nested()))
        }
        return elements
    }

    /// Puts the two halves of each range together, lowest first.
    static func joined(_ elements: [Element], _ set: NftSet) -> [Element] {
        guard ElementLayout(set).hasSplitIntervals else { return elements }
        let length = set.key.length
        let catchAll = elements.filter(\.isCatchAll)
        // An end comes before the beginning at the same key.
        let sorted = elements.filter { !$0.isCatchAll }
            .map { (bytes: $0.key.array, element: $0) }
            .sorted { left, right in
                if left.bytes == right.bytes {
                    return left.element.isIntervalEnd && !right.element.isIntervalEnd
                }
                return left.bytes.lexicographicallyPrecedes(right.bytes)
            }
        var joined: [Element] = []
        var open: Element?
        for (_, element) in sorted {
            if var begun = open {
                begun.keyEnd = element.key.predecessor(length: length)
                joined.append(begun)
                open = nil
            }
            if !element.isIntervalEnd { open = element }
        }
        if var begun = open {
            begun.keyEnd = FieldBytes().bytes([UInt8](repeating: .max, count: length))
            joined.append(begun)
        }
        return joined + catchAll
    }
}

extension Attribute {
    /// The value inside, as registers hold it.
    func fieldBytes() throws(NetlinkDecodeError) -> FieldBytes? {
        try nested().first(DataAttribute.value).map { FieldBytes(decoding: $0.bytes) }
    }
}
