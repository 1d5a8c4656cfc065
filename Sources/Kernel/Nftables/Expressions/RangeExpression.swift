import Netlink

/// Whether a register is inside or outside of a range. C: nft_range
public struct RangeExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "range" }

    /// What is read.
    public var source: Register
    /// `equal` is inside, `notEqual` outside.
    public var comparison: Comparison
    /// The lowest value, as it stands in the register.
    public var lower: [UInt8]
    /// The highest value, as it stands in the register.
    public var upper: [UInt8]

    /// Made of its parts.
    public init(source: Register, comparison: Comparison, lower: [UInt8], upper: [UInt8]) {
        self.source = source
        self.comparison = comparison
        self.lower = lower
        self.upper = upper
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var source: Register?
        var comparison: Comparison?
        var lower: [UInt8]?
        var upper: [UInt8]?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: source = try attribute.register()
            case 2: comparison = Comparison(code: try attribute.be32())
            case 3: lower = try attribute.dataValue()
            case 4: upper = try attribute.dataValue()
            default: break
            }
        }
        guard let source, let comparison, let lower, let upper else { return nil }
        self.init(source: source, comparison: comparison, lower: lower, upper: upper)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, register: source)
        writer.attribute(2, be32: comparison.code)
        writer.attribute(3, dataValue: lower)
        writer.attribute(4, dataValue: upper)
    }
}
