/// The message types that every netlink protocol shares.
public enum ControlMessage {
    /// Nothing; to be skipped. C: NLMSG_NOOP
    public static let noOperation: UInt16 = 1
    /// An error, or an acknowledgement when its code is 0. C: NLMSG_ERROR
    public static let error: UInt16 = 2
    /// The end of a dump. C: NLMSG_DONE
    public static let done: UInt16 = 3
    /// Data was lost. C: NLMSG_OVERRUN
    public static let overrun: UInt16 = 4
    /// The first type that belongs to a protocol. C: NLMSG_MIN_TYPE
    public static let firstOfProtocol: UInt16 = 16
}

/// Sizes of the headers on the wire, in bytes.
public enum NetlinkHeader {
    /// The message header. C: NLMSG_HDRLEN
    public static let messageLength = 16
    /// The attribute header. C: NLA_HDRLEN
    public static let attributeLength = 4
    /// Lengths and payloads are padded to a multiple of this. C: NLMSG_ALIGNTO
    public static let alignment = 4

    /// Rounds a length up to where the next header may begin.
    @inlinable
    public static func aligned(_ length: Int) -> Int {
        (length + 3) & ~3
    }
}
