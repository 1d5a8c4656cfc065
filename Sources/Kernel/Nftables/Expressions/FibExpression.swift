import Netlink

/// Asks the routing table. C: nft_fib
public struct FibExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "fib" }

    /// What the look-up uses.
    public var flags: FibFlags
    /// What is asked for.
    public var result: FibResult
    /// Where the result goes.
    public var destination: Register

    /// Made of its parts.
    public init(flags: FibFlags, result: FibResult, destination: Register) {
        self.flags = flags
        self.result = result
        self.destination = destination
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var flags: FibFlags?
        var result: FibResult?
        var destination: Register?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 3: flags = FibFlags(rawValue: try attribute.be32())
            case 2: result = FibResult(code: try attribute.be32())
            case 1: destination = try attribute.register()
            default: break
            }
        }
        guard let flags, let result, let destination else { return nil }
        self.init(flags: flags, result: result, destination: destination)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(3, be32: flags.rawValue)
        writer.attribute(2, be32: result.code)
        writer.attribute(1, register: destination)
    }
}
