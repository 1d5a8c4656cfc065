/// One message as it was received: the header's fields, and what follows the header.
public struct NetlinkMessage: Sendable {
    /// The protocol's message type, or one of `ControlMessage`.
    public var type: UInt16
    /// The flags of the header.
    public var flags: MessageFlags
    /// The number of the request that this answers; 0 in events.
    public var sequence: UInt32
    /// The socket that caused an event, or that is answered.
    public var portID: UInt32
    /// What follows the header: the protocol's own header and the attributes.
    public var body: ArraySlice<UInt8>

    /// A message made of its parts, for tests and fakes.
    public init(
        type: UInt16, flags: MessageFlags = [], sequence: UInt32 = 0, portID: UInt32 = 0,
        body: ArraySlice<UInt8>
    ) {
        self.type = type
        self.flags = flags
        self.sequence = sequence
        self.portID = portID
        self.body = body
    }

    /// A cursor over the body.
    public var reader: NetlinkReader { NetlinkReader(body) }

    /// A cursor over the attributes that follow the protocol's header.
    ///
    /// - Parameter headerLength: the length of that header, in bytes.
    public func attributes(
        after headerLength: Int
    ) throws(NetlinkDecodeError) -> AttributeReader {
        var reader = reader
        try reader.skip(NetlinkHeader.aligned(headerLength))
        return reader.attributes()
    }

    /// Splits what one receive call returned into its messages.
    public static func decode(
        _ bytes: [UInt8]
    ) throws(NetlinkDecodeError) -> [NetlinkMessage] {
        var reader = NetlinkReader(bytes[...])
        var messages: [NetlinkMessage] = []
        while !reader.isAtEnd {
            messages.append(try decodeOne(&reader))
        }
        return messages
    }

    private static func decodeOne(
        _ reader: inout NetlinkReader
    ) throws(NetlinkDecodeError) -> NetlinkMessage {
        let length = Int(try reader.u32())
        let type = try reader.u16()
        let flags = MessageFlags(rawValue: try reader.u16())
        let sequence = try reader.u32()
        let portID = try reader.u32()
        guard length >= NetlinkHeader.messageLength else {
            throw NetlinkDecodeError("a message tells a length of \(length)", at: reader.offset)
        }
        let body = try reader.take(length - NetlinkHeader.messageLength)
        reader.skipPadding()
        return NetlinkMessage(
            type: type, flags: flags, sequence: sequence, portID: portID, body: body)
    }
}
