/// What `nft` keeps for itself beside an object: type, length and value in one byte each.
///
/// The kernel hands it back as it is. At most 255 bytes a value, and 256 in all.
struct UserData {
    private(set) var bytes: [UInt8] = []

    /// C: NFTNL_UDATA_SET_ELEM_COMMENT
    static let commentType: UInt8 = 0
    /// Far from those that `nft` gives numbers to.
    static let noteType: UInt8 = 192
    /// The kernel says 256 (C: NFT_USERDATA_MAXLEN), and loses what is longer than 254 of an
    /// element (seen with 6.18: it counts in one byte).
    static let limit = 252

    /// A text with its NUL; cut where it would not fit, as it is for people's eyes only.
    mutating func append(_ type: UInt8, text: String) {
        // 128 bytes is what `nft` itself allows for a comment.
        append(type, bytes: Array(text.utf8.prefix(127)) + [0])
    }

    /// A program's own bytes; left out where they would not fit.
    mutating func append(_ type: UInt8, note: [UInt8]) {
        if bytes.count + 2 + note.count <= Self.limit { append(type, bytes: note) }
    }

    /// Four bytes in host order.
    mutating func append(_ type: UInt8, _ value: UInt32) {
        append(type, bytes: value.hostBytes)
    }

    mutating func append(_ type: UInt8, nested: UserData) {
        append(type, bytes: nested.bytes)
    }

    private mutating func append(_ type: UInt8, bytes value: [UInt8]) {
        guard let length = UInt8(exactly: value.count) else { return }
        bytes.append(type)
        bytes.append(length)
        bytes += value
    }

    /// One value after the other; ends at the first that leads outside.
    static func parts(_ bytes: ArraySlice<UInt8>) -> [(type: UInt8, value: ArraySlice<UInt8>)] {
        var parts: [(type: UInt8, value: ArraySlice<UInt8>)] = []
        var rest = bytes
        while rest.count >= 2, let type = rest.popFirst(), let length = rest.popFirst() {
            guard Int(length) <= rest.count else { break }
            parts.append((type, rest.prefix(Int(length))))
            rest = rest.dropFirst(Int(length))
        }
        return parts
    }

    /// The first value of a type.
    static func value(_ type: UInt8, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        parts(bytes).first { $0.type == type }?.value
    }

    /// The comment, which tables, chains, rules and elements all keep as type 0.
    static func comment(in bytes: ArraySlice<UInt8>, type: UInt8 = 0) -> String? {
        value(type, in: bytes).map { value in
            String(decoding: value.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    static func comment(_ text: String) -> [UInt8] {
        var data = UserData()
        data.append(0, text: text)
        return data.bytes
    }

    /// Four bytes in host order; nil when there are not four.
    static func number(_ value: ArraySlice<UInt8>?) -> UInt32? {
        guard let value, value.count == 4 else { return nil }
        return FieldBytes().bytes(value).words[0]
    }
}
