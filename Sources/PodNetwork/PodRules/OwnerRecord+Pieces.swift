import CNIProtocol
import Nftables

// A record is cut into pieces, as an element has room for 256 bytes.
extension OwnerRecord {
    private static let format: UInt8 = 1
    /// In bytes: what the kernel keeps, less the note's own head.
    private static let pieceSize = 250
    /// C: NFTNL_UDATA_COMMENT_MAXLEN, without the NUL.
    private static let longestComment = 127

    /// The pieces as elements of the set `owners`.
    package var elements: [Element] {
        let text = owner.description
        let hasComment = text.utf8.count <= Self.longestComment
        var body = (namespacePath.utf8.count < 256 ? Self.bytes(namespacePath) : [0]) + entryBytes
        if !hasComment { body = Self.bytes(owner) + body }
        let firstRoom = Self.pieceSize - 3 - (hasComment ? text.utf8.count + 3 : 0)
        let rest = body.dropFirst(firstRoom)
        let count = 1 + (rest.count + Self.pieceSize - 1) / Self.pieceSize
        let head = [Self.format, hasComment ? 0 : 1, UInt8(clamping: count)]
        var first = Element(owner.key.element(0))
        if hasComment { first.comment = text }
        first.note = head + body.prefix(firstRoom)
        return [first]
            + (1..<count).map { piece in
                var element = Element(owner.key.element(piece))
                let start = rest.startIndex + (piece - 1) * Self.pieceSize
                element.note = Array(rest[start...].prefix(Self.pieceSize))
                return element
            }
    }

    private var entryBytes: [UInt8] {
        entries.reduce(into: []) { bytes, entry in
            let name = Array(entry.set.utf8)
            bytes += [entry.table.family.rawValue]
            bytes += Self.bytes(entry.table.name) + [UInt8(clamping: name.count)] + name
            bytes += [UInt8(clamping: entry.keyLength), UInt8(clamping: entry.keys.count)]
            for key in entry.keys { bytes += key.array.prefix(entry.keyLength) }
        }
    }

    private static func bytes(_ text: String) -> [UInt8] {
        let utf8 = Array(text.utf8.prefix(255))
        return [UInt8(clamping: utf8.count)] + utf8
    }

    private static func bytes(_ owner: RuleOwner) -> [UInt8] {
        [
            owner.network, owner.attachment.containerID, owner.attachment.interfaceName,
            owner.plugin,
        ].flatMap { bytes($0) }
    }

    /// How many pieces there are, from the first.
    static func pieceCount(_ first: Element) -> Int? {
        guard let note = first.note, note.count >= 3, note[0] == format, note[2] > 0 else {
            return nil
        }
        return Int(note[2])
    }

    /// Puts the pieces together, in order; nil when they are none of this format.
    package init?(_ pieces: [Element]) {
        guard let first = pieces.first, let count = Self.pieceCount(first),
            pieces.count == count, let head = first.note
        else { return nil }
        let body = head.dropFirst(3) + pieces.dropFirst().flatMap { $0.note ?? [] }
        var reader = RecordReader(Array(body))
        let owner: RuleOwner?
        if head[1] == 0 {
            owner = first.comment.flatMap { RuleOwner($0) }
        } else {
            owner = reader.owner()
        }
        guard let owner else { return nil }
        guard let path = reader.text() else { return nil }
        self.init(owner: owner)
        namespacePath = path
        while !reader.isAtEnd {
            guard let entry = reader.entry() else { return nil }
            entries.append(entry)
        }
    }
}

/// Reads a record's bytes from front to back; nil beyond the end.
struct RecordReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    private mutating func byte() -> Int? { take(1)?.first.map(Int.init) }

    mutating func text() -> String? {
        guard let length = byte(), let bytes = take(length) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func owner() -> RuleOwner? {
        guard let network = text(), let container = text(), let interface = text(),
            let plugin = text()
        else { return nil }
        return RuleOwner(
            network: network,
            attachment: Attachment(containerID: container, interfaceName: interface),
            plugin: plugin)
    }

    mutating func entry() -> OwnerRecord.Entry? {
        guard let family = byte(), let table = text(), let set = text(), let length = byte(),
            let count = byte(), length > 0
        else { return nil }
        var keys: [FieldBytes] = []
        for _ in 0..<count {
            guard let key = take(length) else { return nil }
            keys.append(FieldBytes().bytes(key))
        }
        return OwnerRecord.Entry(
            table: TableReference(NftablesFamily(rawValue: UInt8(family)), table), set: set,
            keyLength: length, keys: keys)
    }
}
