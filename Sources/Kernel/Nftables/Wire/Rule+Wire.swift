import Netlink

/// C: NFTA_RULE_…
enum RuleAttribute {
    static let table: UInt16 = 1
    static let chain: UInt16 = 2
    static let handle: UInt16 = 3
    static let expressions: UInt16 = 4
    static let position: UInt16 = 6
    static let userData: UInt16 = 7
}

extension Rule {
    /// Reads what follows the nfnetlink header.
    init(
        decoding attributes: AttributeReader, family: NftablesFamily
    ) throws(NetlinkDecodeError) {
        self.init(TableReference(family, ""), "", expressions: [])
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case RuleAttribute.table: table.name = attribute.string()
            case RuleAttribute.chain: chain = ChainName(attribute.string())
            case RuleAttribute.handle: handle = try attribute.be64()
            case RuleAttribute.expressions:
                expressions = try Expression.list(attribute.nested())
            case RuleAttribute.position: position = try attribute.be64()
            case RuleAttribute.userData: comment = UserData.comment(in: attribute.bytes)
            default: break
            }
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(RuleAttribute.table, string: table.name)
        writer.attribute(RuleAttribute.chain, string: chain.rawValue)
        if let handle { writer.attribute(RuleAttribute.handle, be64: handle) }
        writer.nested(RuleAttribute.expressions) { Expression.encode(expressions, into: &$0) }
        if let position { writer.attribute(RuleAttribute.position, be64: position) }
        if let comment {
            writer.attribute(RuleAttribute.userData, bytes: UserData.comment(comment))
        }
    }
}
