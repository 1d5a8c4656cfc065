import LinuxSystem

/// What `NLMSG_ERROR` says of a request: an errno (0 is success), and why.
public struct Acknowledgement: Hashable, Sendable {
    /// The number of the request.
    public var sequence: UInt32
    /// The message type of the request.
    public var requestType: UInt16
    /// 0, or the errno as a positive number.
    public var code: Int32
    /// C: NLMSGERR_ATTR_MSG
    public var kernelMessage: String?
    /// C: NLMSGERR_ATTR_OFFS
    public var attributeOffset: Int?
    /// The attribute that is missing, when one is. C: NLMSGERR_ATTR_MISS_TYPE
    public var missingAttribute: UInt32?

    /// Whether the kernel did what was asked.
    public var isSuccess: Bool { code == 0 }

    /// Decodes an error message, or the end of a dump, which carries the same attributes.
    public init(_ message: NetlinkMessage) throws(NetlinkDecodeError) {
        var reader = message.reader
        sequence = message.sequence
        requestType = 0
        code = message.type == ControlMessage.done && reader.isAtEnd ? 0 : 0 &- (try reader.i32())
        if message.type == ControlMessage.error {
            let length = Int(try reader.u32())
            requestType = try reader.u16()
            _ = try reader.u16()
            sequence = try reader.u32()
            _ = try reader.u32()
            if !message.flags.contains(.capped), code != 0 {
                // The request in full stands between the header and the attributes.
                let rest = NetlinkHeader.aligned(length) - NetlinkHeader.messageLength
                try reader.skip(min(max(rest, 0), reader.remaining))
            }
        }
        guard message.flags.contains(.extendedAcknowledgement) else { return }
        var attributes = reader.attributes()
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: kernelMessage = attribute.string()
            case 2: attributeOffset = Int(try attribute.u32())
            case 5: missingAttribute = try attribute.u32()
            default: break
            }
        }
    }

    /// The refusal as an error; the caller knows what was tried.
    public func error(_ operation: String, _ subject: String) -> NetlinkError {
        var text = kernelMessage
        if text == nil, let missingAttribute {
            text = "attribute \(missingAttribute) is missing"
        }
        return NetlinkError(
            operation: operation, subject: subject, errno: Errno(code: code), kernelMessage: text,
            attributeOffset: attributeOffset)
    }
}
