import LinuxSystem

/// What the kernel, or the way to it, refused.
///
/// Printed: `add route 10.244.1.0/24: file exists (EEXIST): kernel: "…" at byte 36`.
public struct NetlinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `add route`.
    public var operation: String
    /// What it was tried on; may be empty.
    public var subject: String
    /// The kernel's error number.
    public var errno: Errno
    /// The kernel's own explanation. C: NLMSGERR_ATTR_MSG
    public var kernelMessage: String?
    /// Where in the request the offending attribute is, in bytes. C: NLMSGERR_ATTR_OFFS
    public var attributeOffset: Int?
    /// What went wrong on the way, when it was not the kernel that refused.
    var cause: String?

    /// Made of its parts.
    public init(
        operation: String, subject: String = "", errno: Errno, kernelMessage: String? = nil,
        attributeOffset: Int? = nil
    ) {
        self.operation = operation
        self.subject = subject
        self.errno = errno
        self.kernelMessage = kernelMessage
        self.attributeOffset = attributeOffset
    }

    /// The text as it is printed.
    public var description: String {
        var text = subject.isEmpty ? operation : "\(operation) \(subject)"
        text += ": \(errno.message) (\(errno.name))"
        if let cause { text += ": \(cause)" }
        if let kernelMessage { text += ": kernel: \"\(kernelMessage)\"" }
        if let attributeOffset { text += " at byte \(attributeOffset)" }
        return text
    }
}

/// Received bytes that are not what they claim to be.
public struct NetlinkDecodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with them.
    public var reason: String
    /// Where in the received buffer, in bytes.
    public var offset: Int

    /// Bytes that are wrong in this way, at this place.
    public init(_ reason: String, at offset: Int = 0) {
        self.reason = reason
        self.offset = offset
    }

    /// The text as it is printed.
    public var description: String { "netlink message: \(reason) (byte \(offset))" }
}

/// Something to be written that its length field can't tell.
public struct NetlinkEncodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `attribute` or `message`.
    public var what: String
    /// The attribute's or message's type.
    public var type: UInt16
    /// How long it would have been, in bytes.
    public var length: Int

    @usableFromInline
    init(what: String, type: UInt16, length: Int) {
        self.what = what
        self.type = type
        self.length = length
    }

    /// The text as it is printed.
    public var description: String {
        "netlink \(what) \(type & AttributeType.mask): \(length) bytes do not fit its length field"
    }
}
