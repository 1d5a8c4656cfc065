import JSON
import ObjectStore

/// An object's bytes with its `resourceVersion` set in, and where its parts are.
///
/// The server stores objects with `kind`, `apiVersion` and `metadata` first, and the uid near the
/// beginning of metadata; so a few hundred bytes are looked at, not the object. What is laid out
/// otherwise is parsed and laid out so.
struct StampedBytes {
    /// What stands around the number.
    static let opening = Array("\"resourceVersion\":\"".utf8)
    /// What ends the member: it stands before the uid.
    static let closing = Array("\",".utf8)

    var bytes: [UInt8]
    var itemOffset: Int
    var uidRange: Range<Int>
    var versionRange: Range<Int>
}

extension StampedBytes {
    /// Nil when the bytes are no object.
    init?(stored: [UInt8], revision: Revision) {
        if let fast = StampedBytes.scan(stored, revision) {
            self = fast
            return
        }
        guard let json = try? JSON(parsing: stored), json.object != nil,
            let slow = StampedBytes.scan(StampedBytes.arranged(json).serialized(), revision)
        else { return nil }
        self = slow
    }

    /// The same object with its members in the order that `scan` knows.
    private static func arranged(_ json: JSON) -> JSON {
        var metadata = JSONObject()
        let given = json["metadata"]?.object ?? JSONObject()
        for key in ["name", "generateName", "namespace", "uid"] {
            metadata.add(key, ifPresent: given[key])
        }
        if metadata["uid"] == nil { metadata.add("uid", "") }
        for member in given.members where member.key != "resourceVersion" {
            metadata.add(member.key, member.value)
        }
        var object = JSONObject()
        object.add("kind", json["kind"] ?? "")
        object.add("apiVersion", json["apiVersion"] ?? "")
        object.add("metadata", .object(metadata))
        for member in json.object?.members ?? [] where object[member.key] == nil {
            object.add(member.key, member.value)
        }
        return .object(object)
    }

    private static func scan(_ stored: [UInt8], _ revision: Revision) -> StampedBytes? {
        var scanner = Scanner(bytes: stored)
        guard scanner.take("{"), scanner.takeText("kind") || scanner.takeText("apiVersion"),
            scanner.take(","), scanner.takeText("apiVersion") || scanner.takeText("kind"),
            scanner.take(",")
        else { return nil }
        let itemOffset = scanner.index
        guard scanner.take("\"metadata\":{"), let place = scanner.place(of: "uid") else {
            return nil
        }
        guard scanner.take("\"uid\":\""), let uid = scanner.takeString() else { return nil }
        var bytes: [UInt8] = []
        let digits = String(revision.rawValue).utf8
        let added = opening.count + digits.count + closing.count
        bytes.reserveCapacity(stored.count + added)
        bytes += stored[..<place]
        bytes += opening
        let start = bytes.count
        bytes += digits
        let end = bytes.count
        bytes += closing
        bytes += stored[place...]
        return StampedBytes(
            bytes: bytes, itemOffset: itemOffset,
            uidRange: uid.lowerBound + added..<uid.upperBound + added, versionRange: start..<end)
    }

    /// Reads the first members of an object.
    struct Scanner {
        let bytes: [UInt8]
        var index = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        func isAt(_ text: String) -> Bool {
            var position = index
            for byte in text.utf8 {
                guard position < bytes.count, bytes[position] == byte else { return false }
                position += 1
            }
            return true
        }

        mutating func take(_ text: String) -> Bool {
            guard isAt(text) else { return false }
            index += text.utf8.count
            return true
        }

        /// A member whose value is a string.
        mutating func takeText(_ key: String) -> Bool {
            let before = index
            if take("\""), take(key), take("\":\""), takeString() != nil { return true }
            index = before
            return false
        }

        /// The rest of a string, behind its opening quote: where its content is.
        mutating func takeString() -> Range<Int>? {
            let start = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard index < bytes.count else { return nil }
            index += 1
            return start..<(index - 1)
        }

        /// Goes to a member of the object that it is in; nil when there is none, or there is a
        /// `resourceVersion` before it.
        mutating func place(of key: String) -> Int? {
            place(of: key, notBehind: "resourceVersion")
        }

        /// The same, with another member that must not come before.
        mutating func place(of key: String, notBehind other: String) -> Int? {
            while index < bytes.count {
                let start = index
                guard take("\""), let found = takeString(), take(":") else { return nil }
                if bytes[found].elementsEqual(key.utf8) {
                    index = start
                    return start
                }
                if bytes[found].elementsEqual(other.utf8) || !skipValue() || !take(",") {
                    return nil
                }
            }
            return nil
        }

        /// Goes behind a value.
        mutating func skipValue() -> Bool {
            var depth = 0
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "\""):
                    index += 1
                    if takeString() == nil { return false }
                    if depth == 0 { return true }
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return true }
                    depth -= 1
                    if depth == 0 {
                        index += 1
                        return true
                    }
                case UInt8(ascii: ","): if depth == 0 { return true }
                default: break
                }
                index += 1
            }
            return false
        }
    }
}
