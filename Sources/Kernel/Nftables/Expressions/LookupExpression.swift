import Netlink

/// Looks a key up in a set, or in a map, whose data goes to a register. C: nft_lookup
public struct LookupExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "lookup" }

    /// The name of the set.
    public var set: String
    /// The set's number in the batch; only sets without a name need it.
    public var setID: UInt32?
    /// What is read.
    public var source: Register
    /// Where a map's data goes; nil for a set.
    public var destination: Register?
    /// Holds when the key is not there.
    public var isInverted: Bool

    /// Made of its parts.
    public init(
        set: String, setID: UInt32? = nil, source: Register, destination: Register? = nil,
        isInverted: Bool = false
    ) {
        self.set = set
        self.setID = setID
        self.source = source
        self.destination = destination
        self.isInverted = isInverted
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var set = ""
        var setID: UInt32?
        var source: Register?
        var destination: Register?
        var flags: UInt32 = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: set = attribute.string()
            case 2: source = try attribute.register()
            case 3: destination = try attribute.register()
            case 4: setID = try attribute.be32()
            case 5: flags = try attribute.be32()
            default: break
            }
        }
        guard let source else { return nil }
        self.init(
            set: set, setID: setID, source: source, destination: destination,
            isInverted: flags & 1 != 0)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(2, register: source)
        if let destination { writer.attribute(3, register: destination) }
        writer.attribute(1, string: set)
        if let setID { writer.attribute(4, be32: setID) }
        if isInverted { writer.attribute(5, be32: 1) }
    }
}
