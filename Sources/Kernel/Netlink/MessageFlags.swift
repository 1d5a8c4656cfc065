/// The flags of a netlink message; unknown bits are kept.
public struct MessageFlags: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt16

    /// Takes the bits as they stand in the header.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A request to the kernel. C: NLM_F_REQUEST
    public static let request = MessageFlags(rawValue: 0x1)
    /// One of several messages that end with `NLMSG_DONE`. C: NLM_F_MULTI
    public static let multi = MessageFlags(rawValue: 0x2)
    /// An acknowledgement is wanted, also on success. C: NLM_F_ACK
    public static let acknowledge = MessageFlags(rawValue: 0x4)
    /// The change is to be sent back as the event it causes. C: NLM_F_ECHO
    public static let echo = MessageFlags(rawValue: 0x8)
    /// The dump is inconsistent: something changed under it. C: NLM_F_DUMP_INTR
    public static let dumpInterrupted = MessageFlags(rawValue: 0x10)
    /// The dump was filtered as asked. C: NLM_F_DUMP_FILTERED
    public static let dumpFiltered = MessageFlags(rawValue: 0x20)

    /// For reading: everything of this kind. C: NLM_F_DUMP
    public static let dump = MessageFlags(rawValue: 0x300)
    /// For creating: replace what exists. C: NLM_F_REPLACE
    public static let replace = MessageFlags(rawValue: 0x100)
    /// For creating: fail when it exists. C: NLM_F_EXCL
    public static let exclusive = MessageFlags(rawValue: 0x200)
    /// For creating: create when it is missing. C: NLM_F_CREATE
    public static let create = MessageFlags(rawValue: 0x400)
    /// For creating: at the end of the list. C: NLM_F_APPEND
    public static let append = MessageFlags(rawValue: 0x800)
    /// For deleting: not what hangs below. C: NLM_F_NONREC
    public static let nonRecursive = MessageFlags(rawValue: 0x100)
    /// For acknowledgements: the request is not repeated in full. C: NLM_F_CAPPED
    public static let capped = MessageFlags(rawValue: 0x100)
    /// For acknowledgements: attributes follow. C: NLM_F_ACK_TLVS
    public static let extendedAcknowledgement = MessageFlags(rawValue: 0x200)
}
