import NetworkAddress

/// Turns statements into the kernel's steps and gives each the registers it needs.
///
/// A statement begins with the first register: nothing is carried from one to the next.
struct RuleBuilder {
    let family: NftablesFamily
    private(set) var expressions: [Expression] = []
    var anonymousSets: [AnonymousSet] = []

    init(family: NftablesFamily) {
        self.family = family
    }

    mutating func append(_ expression: Expression) { expressions.append(expression) }

    /// Loads fields into registers that follow each other, as a concatenated key wants them.
    ///
    /// - Returns: the index of the register after them.
    @discardableResult
    mutating func load(_ fields: [Field], at first: Int = 0) -> Int {
        var index = first
        for field in fields {
            load(field, at: index)
            index += field.registerCount
        }
        return index
    }

    mutating func load(_ field: Field, at index: Int) {
        let register = Register.word(index)
        switch field {
        case .payload(let field):
            append(
                .payload(
                    PayloadExpression(
                        destination: register, base: field.base, offset: field.offset,
                        length: field.length)))
        case .meta(let key): append(.meta(MetaExpression(key, .load(register))))
        case .connection(let key, let direction):
            append(
                .connection(ConnectionExpression(key, direction: direction, .load(register))))
        case .fib(let result, let flags):
            append(
                .fib(FibExpression(flags: flags, result: result, destination: register)))
        case .number(let kind, let modulus, let offset):
            append(
                .number(
                    NumberExpression(
                        destination: register, modulus: modulus, kind: kind, offset: offset)))
        case .hash(let fields, let modulus, let seed, let offset):
            // What is hashed stands where the hash then goes; it may reach beyond.
            let end = load(fields, at: index)
            append(
                .hash(
                    HashExpression(
                        source: register, destination: register, length: (end - index) * 4,
                        modulus: modulus, seed: seed, offset: offset, type: 0)))
        case .masked(let field, let mask):
            load(field, at: index)
            append(
                .bitwise(
                    BitwiseExpression(
                        source: register, destination: register, length: 4,
                        mask: mask.hostBytes, xor: UInt32(0).hostBytes)))
        }
    }

    mutating func append(_ statement: Statement) {
        switch statement {
        case .match, .matchPrefix, .matchMasked, .matchFlags, .matchRange, .matchAny,
            .matchNamePrefix, .lookup, .vmap:
            appendMatch(statement)
        case .set(let target, let source): appendSet(target, source)
        case .dynamic: appendDynamic(statement)
        case .dnat(let target, let flags): appendNAT(type: 1, target, flags)
        case .snat(let target, let flags): appendNAT(type: 0, target, flags)
        case .masquerade(let flags):
            append(.masquerade(MasqueradeExpression(flags: flags.isEmpty ? nil : flags)))
        case .redirect(let port): appendRedirect(port)
        default: appendPlain(statement)
        }
    }

    /// Statements that need no register.
    private mutating func appendPlain(_ statement: Statement) {
        switch statement {
        case .counter: append(.counter(CounterExpression()))
        case .reject(let rejection): append(.reject(RejectExpression(rejection)))
        case .notrack: append(Expression.notrack)
        case .verdict(let verdict):
            append(.immediate(ImmediateExpression(.verdict, .verdict(verdict))))
        case .log(let prefix): append(.log(LogExpression(prefix: prefix)))
        case .limit(let packets, let seconds, let burst):
            append(
                .limit(LimitExpression(rate: packets, unitSeconds: seconds, burst: burst)))
        case .quota(let bytes): append(.quota(QuotaExpression(bytes: bytes)))
        case .object(let type, let name):
            append(.object(ObjectExpression(type: type, object: name)))
        case .raw(let expression): append(expression)
        default: break
        }
    }

    private mutating func appendDynamic(_ statement: Statement) {
        guard
            case .dynamic(let operation, let set, let key, let timeout, let data, let counts) =
                statement
        else { return }
        let dataIndex = load(key)
        load(data, at: dataIndex)
        append(
            .dynamicSet(
                DynamicSetExpression(
                    set: set, operation: operation, key: .word(0),
                    data: data.isEmpty ? nil : .word(dataIndex), timeoutMilliseconds: timeout,
                    expressions: counts ? [.counter(CounterExpression())] : [],
                    flags: counts ? 2 : 0)))
    }

    private mutating func appendSet(_ target: SetTarget, _ source: SetSource) {
        switch source {
        case .value(let value):
            let bytes = target == .trace ? [UInt8(truncatingIfNeeded: value)] : value.hostBytes
            append(.immediate(ImmediateExpression(.word(0), .value(bytes))))
        case .field(let field): load(field, at: 0)
        case .or(let field, let bits): appendBits(field, mask: ~bits, xor: bits)
        case .and(let field, let bits): appendBits(field, mask: bits, xor: 0)
        case .xor(let field, let bits): appendBits(field, mask: .max, xor: bits)
        case .replace(let field, let kept, let bits):
            appendBits(field, mask: kept, xor: bits & ~kept)
        case .map(let fields, let map):
            load(fields)
            append(.lookup(LookupExpression(set: map, source: .word(0), destination: .word(0))))
        }
        switch target {
        case .mark: append(.meta(MetaExpression(.mark, .set(.word(0)))))
        case .priority: append(.meta(MetaExpression(.priority, .set(.word(0)))))
        case .trace: append(.meta(MetaExpression(.trace, .set(.word(0)))))
        case .connectionMark:
            append(.connection(ConnectionExpression(.mark, .set(.word(0)))))
        }
    }

    private mutating func appendBits(_ field: Field, mask: UInt32, xor: UInt32) {
        load(field, at: 0)
        append(
            .bitwise(
                BitwiseExpression(
                    source: .word(0), destination: .word(0), length: 4, mask: mask.hostBytes,
                    xor: xor.hostBytes)))
    }
}

extension UInt32 {
    /// The four bytes as they stand in memory.
    var hostBytes: [UInt8] { FieldBytes().integer(self).array }
}
