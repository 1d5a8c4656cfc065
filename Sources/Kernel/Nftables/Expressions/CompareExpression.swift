import Netlink

/// Compares a register; the rule ends where it does not hold. C: nft_cmp
public struct CompareExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "cmp" }

    /// What is read.
    public var source: Register
    /// How the two are compared.
    public var comparison: Comparison
    /// What the register is compared with, as it stands in the register.
    public var value: [UInt8]

    /// Made of its parts.
    public init(source: Register, comparison: Comparison, value: [UInt8]) {
        self.source = source
        self.comparison = comparison
        self.value = value
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var source: Register?
        var comparison: Comparison?
        var value: [UInt8]?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: source = try attribute.register()
            case 2: comparison = Comparison(code: try attribute.be32())
            case 3: value = try attribute.dataValue()
            default: break
            }
        }
        guard let source, let comparison, let value else { return nil }
        self.init(source: source, comparison: comparison, value: value)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, register: source)
        writer.attribute(2, be32: comparison.code)
        writer.attribute(3, dataValue: value)
    }
}
