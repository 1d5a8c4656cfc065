import Netlink

/// Writes to the kernel's log or to a group. C: nft_log
public struct LogExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "log" }

    /// The group that reads; nil is the kernel's log.
    public var group: UInt16?
    /// Stands before each line.
    public var prefix: String?
    /// How many bytes of a packet go to the group.
    public var snapLength: UInt32?
    /// How many packets are collected before the group is told.
    public var threshold: UInt16?
    /// As syslog counts; 4 is a warning.
    public var level: UInt32?
    /// What else of a packet is logged. C: NF_LOG_…
    public var flags: UInt32?

    /// Made of its parts.
    public init(
        group: UInt16? = nil, prefix: String? = nil, snapLength: UInt32? = nil,
        threshold: UInt16? = nil, level: UInt32? = nil, flags: UInt32? = nil
    ) {
        self.group = group
        self.prefix = prefix
        self.snapLength = snapLength
        self.threshold = threshold
        self.level = level
        self.flags = flags
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var group: UInt16?
        var prefix: String?
        var snapLength: UInt32?
        var threshold: UInt16?
        var level: UInt32?
        var flags: UInt32?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: group = try attribute.be16()
            case 2: prefix = attribute.string()
            case 3: snapLength = try attribute.be32()
            case 4: threshold = try attribute.be16()
            case 5: level = try attribute.be32()
            case 6: flags = try attribute.be32()
            default: break
            }
        }
        self.init(
            group: group, prefix: prefix, snapLength: snapLength, threshold: threshold,
            level: level, flags: flags)
    }

    func encode(into writer: inout NetlinkWriter) {
        if let group { writer.attribute(1, be16: group) }
        if let prefix { writer.attribute(2, string: prefix) }
        if let snapLength { writer.attribute(3, be32: snapLength) }
        if let threshold { writer.attribute(4, be16: threshold) }
        if let level { writer.attribute(5, be32: level) }
        if let flags { writer.attribute(6, be32: flags) }
    }
}
