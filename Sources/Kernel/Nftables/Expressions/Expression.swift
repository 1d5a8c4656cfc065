import Netlink

/// One step of a rule, as the kernel runs it; a step it does not know here is kept as bytes.
public indirect enum Expression: Hashable, Sendable {
    case payload(PayloadExpression)
    case meta(MetaExpression)
    case connection(ConnectionExpression)
    case fib(FibExpression)
    case number(NumberExpression)
    case hash(HashExpression)
    case compare(CompareExpression)
    case range(RangeExpression)
    case bitwise(BitwiseExpression)
    case byteOrder(ByteOrderExpression)
    case immediate(ImmediateExpression)
    case lookup(LookupExpression)
    case dynamicSet(DynamicSetExpression)
    case nat(NATExpression)
    case masquerade(MasqueradeExpression)
    case redirect(RedirectExpression)
    case reject(RejectExpression)
    case counter(CounterExpression)
    case log(LogExpression)
    case limit(LimitExpression)
    case quota(QuotaExpression)
    case object(ObjectExpression)
    case notrack
    case unknown(name: String, bytes: [UInt8])

    /// The kernel's name of the step.
    public var name: String {
        switch self {
        case .notrack: "notrack"
        case .unknown(let name, _): name
        default: kind.map { type(of: $0).name } ?? ""
        }
    }

    /// The value inside, for what all kinds have in common.
    private var kind: (any ExpressionKind)? {
        switch self {
        case .payload(let kind): kind
        case .meta(let kind): kind
        case .connection(let kind): kind
        case .fib(let kind): kind
        case .number(let kind): kind
        case .hash(let kind): kind
        case .compare(let kind): kind
        case .range(let kind): kind
        case .bitwise(let kind): kind
        case .byteOrder(let kind): kind
        case .immediate(let kind): kind
        case .lookup(let kind): kind
        case .dynamicSet(let kind): kind
        case .nat(let kind): kind
        case .masquerade(let kind): kind
        case .redirect(let kind): kind
        case .reject(let kind): kind
        case .counter(let kind): kind
        case .log(let kind): kind
        case .limit(let kind): kind
        case .quota(let kind): kind
        case .object(let kind): kind
        case .notrack, .unknown: nil
        }
    }

    /// Writes the name and the step's attributes, without what encloses them.
    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(ExpressionAttribute.name, string: name)
        switch self {
        case .notrack: break
        case .unknown(_, let bytes):
            writer.nested(ExpressionAttribute.data) { $0.append(bytes: bytes) }
        default:
            writer.nested(ExpressionAttribute.data) { writer in kind?.encode(into: &writer) }
        }
    }

    /// Reads what `encode` writes.
    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var name = ""
        var data: Attribute?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case ExpressionAttribute.name: name = attribute.string()
            case ExpressionAttribute.data: data = attribute
            default: break
            }
        }
        if name == "notrack" {
            self = .notrack
        } else {
            let bytes = data?.bytes ?? []
            let inside = AttributeReader(bytes)
            self = try Self.known(name, inside) ?? .unknown(name: name, bytes: Array(bytes))
        }
    }

    private static func known(
        _ name: String, _ data: AttributeReader
    ) throws(NetlinkDecodeError) -> Expression? {
        switch name {
        case PayloadExpression.name: try PayloadExpression(decoding: data).map { .payload($0) }
        case MetaExpression.name: try MetaExpression(decoding: data).map { .meta($0) }
        case ConnectionExpression.name:
            try ConnectionExpression(decoding: data).map { .connection($0) }
        case FibExpression.name: try FibExpression(decoding: data).map { .fib($0) }
        case NumberExpression.name: try NumberExpression(decoding: data).map { .number($0) }
        case HashExpression.name: try HashExpression(decoding: data).map { .hash($0) }
        case CompareExpression.name: try CompareExpression(decoding: data).map { .compare($0) }
        case RangeExpression.name: try RangeExpression(decoding: data).map { .range($0) }
        case BitwiseExpression.name: try BitwiseExpression(decoding: data).map { .bitwise($0) }
        case ByteOrderExpression.name:
            try ByteOrderExpression(decoding: data).map { .byteOrder($0) }
        case ImmediateExpression.name:
            try ImmediateExpression(decoding: data).map { .immediate($0) }
        case LookupExpression.name: try LookupExpression(decoding: data).map { .lookup($0) }
        case DynamicSetExpression.name:
            try DynamicSetExpression(decoding: data).map { .dynamicSet($0) }
        default: try knownStatement(name, data)
        }
    }

    private static func knownStatement(
        _ name: String, _ data: AttributeReader
    ) throws(NetlinkDecodeError) -> Expression? {
        switch name {
        case NATExpression.name: try NATExpression(decoding: data).map { .nat($0) }
        case MasqueradeExpression.name:
            try MasqueradeExpression(decoding: data).map { .masquerade($0) }
        case RedirectExpression.name: try RedirectExpression(decoding: data).map { .redirect($0) }
        case RejectExpression.name: try RejectExpression(decoding: data).map { .reject($0) }
        case CounterExpression.name: try CounterExpression(decoding: data).map { .counter($0) }
        case LogExpression.name: try LogExpression(decoding: data).map { .log($0) }
        case LimitExpression.name: try LimitExpression(decoding: data).map { .limit($0) }
        case QuotaExpression.name: try QuotaExpression(decoding: data).map { .quota($0) }
        case ObjectExpression.name: try ObjectExpression(decoding: data).map { .object($0) }
        default: nil
        }
    }
}

/// What every kind of step can do.
protocol ExpressionKind: Hashable, Sendable {
    /// The kernel's name.
    static var name: String { get }
    /// Reads the attributes; nil when they say something that this type has no words for.
    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError)
    func encode(into writer: inout NetlinkWriter)
}

/// C: NFTA_EXPR_…
enum ExpressionAttribute {
    static let name: UInt16 = 1
    static let data: UInt16 = 2
}

extension Attribute {
    /// A register's number.
    func register() throws(NetlinkDecodeError) -> Register { Register(rawValue: try be32()) }

    /// The value inside NFTA_DATA_VALUE.
    func dataValue() throws(NetlinkDecodeError) -> [UInt8]? {
        try nested().first(DataAttribute.value).map { Array($0.bytes) }
    }
}

extension NetlinkWriter {
    mutating func attribute(_ type: UInt16, register: Register) {
        attribute(type, be32: register.rawValue)
    }

    /// NFTA_DATA_VALUE inside an attribute.
    mutating func attribute(_ type: UInt16, dataValue bytes: [UInt8]) {
        nested(type) { $0.attribute(DataAttribute.value, bytes: bytes) }
    }
}
