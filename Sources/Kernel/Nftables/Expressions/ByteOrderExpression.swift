import Netlink

/// Turns the byte order of a register. C: nft_byteorder
public struct ByteOrderExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "byteorder" }

    /// What is read.
    public var source: Register
    /// Where the result goes.
    public var destination: Register
    /// 0 is to the host's order, 1 to the network's.
    public var operation: UInt32
    /// In bytes.
    public var length: Int
    /// Of one number, in bytes.
    public var size: Int

    /// Made of its parts.
    public init(
        source: Register, destination: Register, operation: UInt32, length: Int, size: Int
    ) {
        self.source = source
        self.destination = destination
        self.operation = operation
        self.length = length
        self.size = size
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var source: Register?
        var destination: Register?
        var operation: UInt32?
        var length: Int?
        var size: Int?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: source = try attribute.register()
            case 2: destination = try attribute.register()
            case 3: operation = try attribute.be32()
            case 4: length = Int(try attribute.be32())
            case 5: size = Int(try attribute.be32())
            default: break
            }
        }
        guard let source, let destination, let operation, let length, let size else { return nil }
        self.init(
            source: source, destination: destination, operation: operation, length: length,
            size: size)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, register: source)
        writer.attribute(2, register: destination)
        writer.attribute(3, be32: operation)
        writer.attribute(4, be32: UInt32(truncatingIfNeeded: length))
        writer.attribute(5, be32: UInt32(truncatingIfNeeded: size))
    }
}
