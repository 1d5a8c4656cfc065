import Netlink

/// The options of the filter `u32`: words of a packet that must be so.
public struct WordFilter: Hashable, Sendable {
    /// A word of 32 bits that a packet must have. C: struct tc_u32_key
    public struct Key: Hashable, Sendable {
        /// What the word must be, where the mask has bits.
        public var value: UInt32
        /// The bits that count.
        public var mask: UInt32
        /// Where it stands, in bytes from the packet's network header.
        public var offset: Int32
        /// C: offmask
        public var offsetMask: Int32

        /// A word.
        public init(value: UInt32, mask: UInt32, offset: Int32, offsetMask: Int32 = 0) {
            self.value = value
            self.mask = mask
            self.offset = offset
            self.offsetMask = offsetMask
        }

        /// What every packet has.
        public static let any = Key(value: 0, mask: 0, offset: 0)
    }

    /// The words. C: struct tc_u32_sel
    public struct Selector: Hashable, Sendable {
        /// What every packet has, and after which no other filter is asked. C: TC_U32_TERMINAL
        public static let all = Selector(flags: 1, keys: [.any])

        /// C: TC_U32_TERMINAL and others
        public var flags: UInt8
        /// Offsets that the packet itself tells, as they stand in the message: 15 bytes, of which
        /// the second, the number of keys, is kept at 0.
        var head: [UInt8]
        /// All of them must be so.
        public var keys: [Key]

        /// Words.
        public init(flags: UInt8 = 1, keys: [Key]) {
            self.flags = flags
            self.keys = keys
            head = [UInt8](repeating: 0, count: 15)
        }

        init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
            var reader = NetlinkReader(bytes)
            flags = try reader.u8()
            head = Array(try reader.take(15))
            keys = []
            for _ in 0..<head[1] {
                let mask = try reader.be32()
                let value = try reader.be32()
                let offset = try reader.i32()
                keys.append(
                    Key(
                        value: value, mask: mask, offset: offset, offsetMask: try reader.i32()))
            }
            head[1] = 0
        }

        func encode(into writer: inout NetlinkWriter) {
            var head = head
            head[1] = UInt8(clamping: keys.count)
            writer.append(u8: flags)
            writer.append(bytes: head)
            for key in keys.prefix(255) {
                writer.append(be32: key.mask)
                writer.append(be32: key.value)
                writer.append(i32: key.offset)
                writer.append(i32: key.offsetMask)
            }
        }
    }

    /// The words; nil for a table of filters.
    public var selector: Selector?
    /// The class that the packets get. C: TCA_U32_CLASSID
    public var classID: TrafficHandle?
    /// What is done with the packets, in order. C: TCA_U32_ACT
    public var actions: [TrafficAction] = []
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// A filter.
    public init(
        selector: Selector = .all, classID: TrafficHandle? = nil, actions: [TrafficAction] = []
    ) {
        self.selector = selector
        self.classID = classID
        self.actions = actions
    }

    static let kindName = "u32"

    private enum Field {
        static let classID: UInt16 = 1
        static let selector: UInt16 = 5
        static let actions: UInt16 = 7
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        selector = nil
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.classID: classID = TrafficHandle(rawValue: try attribute.u32())
            case Field.selector: selector = try Selector(decoding: attribute.bytes)
            case Field.actions: try decodeActions(attribute)
            default: unknown.append(RawAttribute(attribute))
            }
        }
    }

    private mutating func decodeActions(_ attribute: Attribute) throws(NetlinkDecodeError) {
        var inner = attribute.nested()
        while let action = try inner.next() {
            actions.append(try TrafficAction(decoding: action))
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        if let classID { writer.attribute(Field.classID, u32: classID.rawValue) }
        if let selector {
            writer.openAttribute(Field.selector, length: 16 + 16 * min(selector.keys.count, 255))
            selector.encode(into: &writer)
        }
        if !actions.isEmpty {
            writer.nested(Field.actions, isFlagged: false) { list in
                for action in actions { action.encode(into: &list) }
            }
        }
        unknown.encode(into: &writer)
    }
}
