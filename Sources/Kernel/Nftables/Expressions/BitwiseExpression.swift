import Netlink

/// Computes `source & mask ^ xor`. C: nft_bitwise
public struct BitwiseExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "bitwise" }

    /// What is read.
    public var source: Register
    /// Where the result goes.
    public var destination: Register
    /// In bytes.
    public var length: Int
    /// 0 is the mask; shifts have other numbers. C: NFT_BITWISE_BOOL
    public var operation: UInt32?
    /// The bits that are kept.
    public var mask: [UInt8]?
    /// The bits that are turned, after the mask.
    public var xor: [UInt8]?
    /// By how much to shift.
    public var data: [UInt8]?

    /// Made of its parts.
    public init(
        source: Register, destination: Register, length: Int, operation: UInt32? = nil,
        mask: [UInt8]? = nil, xor: [UInt8]? = nil, data: [UInt8]? = nil
    ) {
        self.source = source
        self.destination = destination
        self.length = length
        self.operation = operation
        self.mask = mask
        self.xor = xor
        self.data = data
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var source: Register?
        var destination: Register?
        var length: Int?
        var operation: UInt32?
        var mask: [UInt8]?
        var xor: [UInt8]?
        var data: [UInt8]?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: source = try attribute.register()
            case 2: destination = try attribute.register()
            case 3: length = Int(try attribute.be32())
            case 6: operation = try attribute.be32()
            case 4: mask = try attribute.dataValue()
            case 5: xor = try attribute.dataValue()
            case 7: data = try attribute.dataValue()
            default: return nil
            }
        }
        guard let source, let destination, let length else { return nil }
        self.init(
            source: source, destination: destination, length: length, operation: operation,
            mask: mask, xor: xor, data: data)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, register: source)
        writer.attribute(2, register: destination)
        if let operation { writer.attribute(6, be32: operation) }
        writer.attribute(3, be32: UInt32(truncatingIfNeeded: length))
        if let mask { writer.attribute(4, dataValue: mask) }
        if let xor { writer.attribute(5, dataValue: xor) }
        if let data { writer.attribute(7, dataValue: data) }
    }
}
