/// What `nft` 1.0.6 keeps beside a set, so that it lists it as it was declared.
enum SetUserData {
    static let keyByteOrder: UInt8 = 0
    static let dataByteOrder: UInt8 = 1
    static let mergesIntervals: UInt8 = 2
    static let keyType: UInt8 = 3
    static let dataType: UInt8 = 4
    static let dataInterval: UInt8 = 6
    static let comment: UInt8 = 7

    /// The numbers of `nft`'s expressions. C: EXPR_VERDICT …
    enum ExpressionType {
        static let verdict: UInt32 = 1
        static let payload: UInt32 = 7
        static let meta: UInt32 = 9
        static let connection: UInt32 = 12
        static let concatenation: UInt32 = 13
        static let number: UInt32 = 23
        static let fib: UInt32 = 26
    }

    /// `nft` 1.0.6 stops after so many fields.
    static let longestConcatenation = 4

    static func encode(_ set: NftSet) -> [UInt8] {
        var data = UserData()
        data.append(keyByteOrder, set.key.byteOrder)
        switch set.data {
        case .fields(let fields): data.append(dataByteOrder, fields.byteOrder)
        case .verdict: data.append(dataByteOrder, 0)
        case .object, nil: break
        }
        if set.mergesIntervals { data.append(mergesIntervals, 1) }
        if let type = encode(set.key) { data.append(keyType, nested: type) }
        if case .fields(let fields) = set.data, let type = encode(fields) {
            data.append(dataType, nested: type)
        } else if set.data == .verdict, case .typeof = set.key {
            data.append(dataType, nested: encode(ExpressionType.verdict, UserData()))
        }
        if set.data != nil { data.append(dataInterval, 0) }
        if let text = set.comment { data.append(comment, text: text) }
        return data.bytes
    }

    /// What a key or data was declared by; nil where `nft` keeps nothing either.
    private static func encode(_ fields: SetFields) -> UserData? {
        switch fields {
        case .types(let types):
            return types.count > 1
                ? encode(ExpressionType.concatenation, UserData()) : nil
        case .typeof(let fields):
            if let only = fields.first, fields.count == 1 { return encode(only) }
            var inside = UserData()
            for (index, field) in fields.prefix(longestConcatenation).enumerated() {
                guard let part = encode(field) else { return encode(fields.map(\.type)) }
                inside.append(UInt8(index), nested: part)
            }
            return encode(ExpressionType.concatenation, inside)
        }
    }

    private static func encode(_ types: [FieldType]) -> UserData? { encode(.types(types)) }

    private static func encode(_ type: UInt32, _ inside: UserData) -> UserData {
        var data = UserData()
        data.append(0, type)
        data.append(1, nested: inside)
        return data
    }

    private static func encode(_ type: UInt32, numbers: [UInt32]) -> UserData {
        var inside = UserData()
        for (index, number) in numbers.enumerated() { inside.append(UInt8(index), number) }
        return encode(type, inside)
    }

    /// One field; nil for a hash, whose user data makes `nft` 1.0.6 crash when it lists.
    private static func encode(_ field: Field) -> UserData? {
        switch field {
        case .payload(let field):
            field.descriptor == 0
                ? nil
                : encode(ExpressionType.payload, numbers: [field.descriptor, field.template])
        case .meta(let key): encode(ExpressionType.meta, numbers: [key.code])
        case .connection(let key, let direction):
            encode(
                ExpressionType.connection,
                numbers: [key.code, direction.map { UInt32($0.code) } ?? .max])
        case .fib(let result, let flags):
            encode(ExpressionType.fib, numbers: [result.code, flags.rawValue])
        case .number(let kind, let modulus, let offset):
            encode(ExpressionType.number, numbers: [kind.code, modulus, offset])
        case .hash, .masked: nil
        }
    }

    // MARK: Reading

    /// The fields that a key or data was declared by; nil when it was by types, or by something
    /// that there are no words for here.
    static func decode(_ bytes: ArraySlice<UInt8>?) -> [Field]? {
        guard let bytes, let (type, inside) = split(bytes) else { return nil }
        guard type == ExpressionType.concatenation else {
            return decode(type, inside).map { [$0] }
        }
        var fields: [Field] = []
        for part in UserData.parts(inside) {
            guard let (type, inside) = split(part.value), let field = decode(type, inside)
            else { return nil }
            fields.append(field)
        }
        return fields.isEmpty ? nil : fields
    }

    private static func split(_ bytes: ArraySlice<UInt8>) -> (UInt32, ArraySlice<UInt8>)? {
        guard let type = UserData.number(UserData.value(0, in: bytes)),
            let inside = UserData.value(1, in: bytes)
        else { return nil }
        return (type, inside)
    }

    private static func decode(_ type: UInt32, _ inside: ArraySlice<UInt8>) -> Field? {
        func number(_ index: UInt8) -> UInt32? {
            UserData.number(UserData.value(index, in: inside))
        }
        guard let first = number(0) else { return nil }
        switch type {
        case ExpressionType.payload:
            guard let template = number(1) else { return nil }
            return PayloadField.known
                .first { $0.descriptor == first && $0.template == template }
                .map { .payload($0) }
        case ExpressionType.meta: return .meta(MetaKey(code: first))
        case ExpressionType.connection:
            let direction = number(1).flatMap { UInt8(exactly: $0) }
            return .connection(
                ConnectionKey(code: first), direction.map { ConnectionDirection(code: $0) })
        case ExpressionType.fib:
            guard let flags = number(1) else { return nil }
            return .fib(FibResult(code: first), FibFlags(rawValue: flags))
        case ExpressionType.number:
            guard let modulus = number(1) else { return nil }
            return .number(
                first == 0 ? .incremental : .random, modulus: modulus, offset: number(2) ?? 0)
        default: return nil
        }
    }
}

extension SetFields {
    /// `nft`'s number: 0 for several fields, 1 for the machine's order, 2 for the network's.
    var byteOrder: UInt32 {
        let types = types
        guard let only = types.first, types.count == 1 else { return 0 }
        return only.isNetworkOrder ? 2 : 1
    }

    /// `nft`'s number of the types: six bits each.
    var typeID: UInt32 {
        types.reduce(0) { $0 << 6 | $1.id }
    }
}
