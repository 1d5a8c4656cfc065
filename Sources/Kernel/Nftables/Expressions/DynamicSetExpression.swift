import Netlink

/// What a packet does to a set. C: NFT_DYNSET_OP_…
public enum DynamicOperation: UInt32, Hashable, Sendable {
    case add = 0
    /// Adds, or begins the timeout again.
    case update, delete

    /// `nft`'s word.
    public var name: String { "\(self)" }
}

/// Adds, refreshes or deletes an element whose key, and data, registers hold. C: nft_dynset
public struct DynamicSetExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "dynset" }

    /// The name of the set.
    public var set: String
    /// The set's number in the batch.
    public var setID: UInt32?
    /// What is done with the element.
    public var operation: DynamicOperation
    /// Where the key begins.
    public var key: Register
    /// What the key shall lead to, in maps.
    public var data: Register?
    /// After how long the element goes; nil takes the set's own.
    public var timeoutMilliseconds: UInt64?
    /// What each element runs for itself: a counter, a limit.
    public var expressions: [Expression]
    /// Bits as they are. C: NFT_DYNSET_F_…
    public var flags: UInt32

    /// Made of its parts.
    public init(
        set: String, operation: DynamicOperation, key: Register, data: Register? = nil,
        timeoutMilliseconds: UInt64? = nil, expressions: [Expression] = [], flags: UInt32 = 0
    ) {
        self.set = set
        self.operation = operation
        self.key = key
        self.data = data
        self.timeoutMilliseconds = timeoutMilliseconds
        self.expressions = expressions
        self.flags = flags
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var set = ""
        var operation: DynamicOperation?
        var key: Register?
        var result = DynamicSetExpression(set: "", operation: .add, key: .verdict)
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: set = attribute.string()
            case 2: result.setID = try attribute.be32()
            case 3: operation = DynamicOperation(rawValue: try attribute.be32())
            case 4: key = try attribute.register()
            case 5: result.data = try attribute.register()
            case 6:
                let timeout = try attribute.be64()
                result.timeoutMilliseconds = timeout == 0 ? nil : timeout
            case 7: result.expressions = [try Expression(decoding: attribute.nested())]
            case 9: result.flags = try attribute.be32()
            case 10: result.expressions = try Expression.list(attribute.nested())
            default: break
            }
        }
        guard let operation, let key else { return nil }
        result.set = set
        result.operation = operation
        result.key = key
        self = result
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(4, register: key)
        if let data { writer.attribute(5, register: data) }
        writer.attribute(3, be32: operation.rawValue)
        if let timeoutMilliseconds { writer.attribute(6, be64: timeoutMilliseconds) }
        writer.attribute(1, string: set)
        if let setID { writer.attribute(2, be32: setID) }
        if expressions.count == 1, let only = expressions.first {
            writer.nested(7) { only.encode(into: &$0) }
        } else if expressions.count > 1 {
            writer.nested(10) { Expression.encode(expressions, into: &$0) }
        }
        if flags != 0 { writer.attribute(9, be32: flags) }
    }
}

extension Expression {
    /// Expressions one after the other, each in NFTA_LIST_ELEM.
    static func list(
        _ attributes: AttributeReader
    ) throws(NetlinkDecodeError) -> [Expression] {
        var attributes = attributes
        var found: [Expression] = []
        while let attribute = try attributes.next() {
            if attribute.type == listElement {
                found.append(try Expression(decoding: attribute.nested()))
            }
        }
        return found
    }

    static func encode(_ expressions: [Expression], into writer: inout NetlinkWriter) {
        for expression in expressions {
            writer.nested(listElement) { expression.encode(into: &$0) }
        }
    }
}
