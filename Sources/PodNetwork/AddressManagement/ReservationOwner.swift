import CNIProtocol

/// What a reservation's file says: who holds the address.
///
/// The bytes are those of the reference plugin, so that either can take over from the other:
/// the container's id, a carriage return, a line feed, the interface's name, and nothing behind it.
struct ReservationOwner: Hashable, Sendable {
    var containerID: String
    /// Absent in files of plugins before 0.8.
    var interfaceName: String?

    init(_ attachment: Attachment) {
        containerID = attachment.containerID
        interfaceName = attachment.interfaceName
    }

    /// Decodes a file; nil for one that is empty or holds zeros only, which a plugin leaves that
    /// dies while writing, or a loss of power.
    init?(decoding bytes: [UInt8]) {
        guard bytes.contains(where: { $0 != 0 }) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline).map { $0.trimmed }
        guard let first = lines.first, !first.isEmpty else { return nil }
        containerID = first
        interfaceName = lines.count > 1 ? lines[1] : nil
    }

    /// The bytes of the file.
    var encoded: [UInt8] {
        Array((containerID + (interfaceName.map { "\r\n" + $0 } ?? "")).utf8)
    }

    /// The attachment; nil without an interface's name.
    var attachment: Attachment? {
        interfaceName.map { Attachment(containerID: containerID, interfaceName: $0) }
    }

    /// Whether this is the attachment's; a file without an interface's name is any interface's.
    func matches(_ attachment: Attachment) -> Bool {
        containerID == attachment.containerID
            && (interfaceName == nil || interfaceName == attachment.interfaceName)
    }
}

extension Substring {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        var rest = self
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

extension ReservationOwner: CustomStringConvertible {
    /// `web/eth0`.
    var description: String { containerID + (interfaceName.map { "/" + $0 } ?? "") }
}
