import Netlink

/// Puts a value into a register, or a verdict into the verdict's. C: nft_immediate
public struct ImmediateExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "immediate" }

    /// What is put into the register.
    public enum Content: Hashable, Sendable {
        case value([UInt8])
        case verdict(Verdict)
    }

    /// Where the result goes.
    public var destination: Register
    /// What is put into the register.
    public var content: Content

    /// Made of its parts.
    public init(_ destination: Register, _ content: Content) {
        self.destination = destination
        self.content = content
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var destination: Register?
        var content: Content?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: destination = try attribute.register()
            case 2:
                if let verdict = try attribute.nested().first(DataAttribute.verdict) {
                    content = .verdict(try Verdict(decoding: verdict.nested()))
                } else if let value = try attribute.dataValue() {
                    content = .value(value)
                }
            default: break
            }
        }
        guard let destination, let content else { return nil }
        self.init(destination, content)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, register: destination)
        switch content {
        case .value(let bytes): writer.attribute(2, dataValue: bytes)
        case .verdict(let verdict): writer.nested(2) { verdict.encode(into: &$0) }
        }
    }
}
