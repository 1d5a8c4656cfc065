import NetworkAddress

extension RuleBuilder {
    /// Statements after which a rule goes on only if something holds.
    mutating func appendMatch(_ statement: Statement) {
        switch statement {
        case .match(let field, let comparison, let value):
            load(field, at: 0)
            compare(comparison, value.array(for: field))
        case .matchPrefix(let field, let comparison, let prefix):
            appendPrefix(field, comparison, prefix)
        case .matchMasked(let field, let mask, let comparison, let value):
            appendMasked(field, mask, comparison, value)
        case .matchFlags(let field, let bits, let isInverted):
            appendMasked(field, bits, isInverted ? .equal : .notEqual, 0)
        case .matchRange(let field, let comparison, let lower, let upper):
            appendRange(field, comparison, lower.array(for: field), upper.array(for: field))
        case .matchAny(let field, let values, let isInverted):
            appendAnonymous(field, values, isInverted)
        case .matchNamePrefix(let field, let comparison, let prefix):
            // Fewer bytes than a name has: what follows them does not count.
            load(field, at: 0)
            compare(comparison, Array(prefix.utf8.prefix(15)))
        case .lookup(let fields, let set, let isInverted):
            load(fields)
            append(
                .lookup(
                    LookupExpression(set: set, source: .word(0), isInverted: isInverted)))
        case .vmap(let fields, let map):
            load(fields)
            append(
                .lookup(LookupExpression(set: map, source: .word(0), destination: .verdict)))
        default: break
        }
    }

    private mutating func compare(_ comparison: Comparison, _ value: [UInt8]) {
        append(
            .compare(
                CompareExpression(source: .word(0), comparison: comparison, value: value)))
    }

    /// Inside of a range is two comparisons, as `nft` writes it; outside is a step of its own.
    private mutating func appendRange(
        _ field: Field, _ comparison: Comparison, _ lower: [UInt8], _ upper: [UInt8]
    ) {
        load(field, at: 0)
        if comparison == .equal {
            compare(.greaterOrEqual, lower)
            compare(.lessOrEqual, upper)
        } else {
            append(
                .range(
                    RangeExpression(
                        source: .word(0), comparison: .notEqual, lower: lower, upper: upper)))
        }
    }

    private mutating func appendMasked(
        _ field: Field, _ mask: UInt32, _ comparison: Comparison, _ value: UInt32
    ) {
        load(field, at: 0)
        append(
            .bitwise(
                BitwiseExpression(
                    source: .word(0), destination: .word(0), length: 4, mask: mask.hostBytes,
                    xor: UInt32(0).hostBytes)))
        compare(comparison, value.hostBytes)
    }

    /// A prefix that ends with a byte is compared by loading fewer bytes, as `nft` does.
    private mutating func appendPrefix(
        _ field: Field, _ comparison: Comparison, _ prefix: IPPrefix
    ) {
        let bytes = prefix.base.bytes
        let length = prefix.length
        if length > 0, length % 8 == 0, case .payload(var payload) = field {
            payload.length = length / 8
            load(.payload(payload), at: 0)
            return compare(comparison, Array(bytes.prefix(length / 8)))
        }
        load(field, at: 0)
        let mask = (0..<bytes.count).map { index -> UInt8 in
            let bits = min(max(length - index * 8, 0), 8)
            return bits == 0 ? 0 : UInt8.max << UInt8(8 - bits)
        }
        append(
            .bitwise(
                BitwiseExpression(
                    source: .word(0), destination: .word(0), length: bytes.count, mask: mask,
                    xor: [UInt8](repeating: 0, count: bytes.count))))
        compare(comparison, bytes)
    }

    private mutating func appendAnonymous(
        _ field: Field, _ values: [FieldBytes], _ isInverted: Bool
    ) {
        let id = UInt32(anonymousSets.count + 1)
        anonymousSets.append(
            AnonymousSet(
                id: id, key: .types([field.type]), elements: values.map { Element($0) }))
        load(field, at: 0)
        append(
            .lookup(
                LookupExpression(
                    set: AnonymousSet.name, setID: id, source: .word(0), isInverted: isInverted)))
    }
}

extension FieldBytes {
    /// The bytes of one field, without padding.
    func array(for field: Field) -> [UInt8] { Array(array.prefix(field.type.length)) }
}
