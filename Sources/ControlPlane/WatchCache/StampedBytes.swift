import JSON
import ObjectStore

/// An object's bytes with its `resourceVersion` set in, and where its parts are.
///
/// The server stores objects with `kind`, `apiVersion` and `metadata` first, and in metadata the
/// names and the uid first; so a few hundred bytes are looked at, not the object. What is laid out
/// otherwise is parsed and laid out so.
struct StampedBytes {
    /// What stands around the number.
    static let opening = Array("\"resourceVersion\":\"".utf8)
    /// What ends the member; there is always one behind it, as objects have a creation time.
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
        if metadata["creationTimestamp"] == nil { metadata.add("creationTimestamp", .null) }
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
        guard scanner.take("{"), scanner.takeMember("kind") != nil, scanner.take(","),
            scanner.takeMember("apiVersion") != nil, scanner.take(",")
        else { return nil }
        let itemOffset = scanner.index
        guard scanner.take("\"metadata\":{") else { return nil }
        for key in ["name", "generateName", "namespace"] where scanner.takeMember(key) != nil {
            guard scanner.take(",") else { return nil }
        }
        guard let uid = scanner.takeMember("uid"), scanner.take(",\""),
            !scanner.isAt("resourceVersion\"")
        else { return nil }
        let place = scanner.index - 1
        var bytes: [UInt8] = []
        let digits = String(revision.rawValue).utf8
        bytes.reserveCapacity(stored.count + opening.count + digits.count + closing.count)
        bytes += stored[..<place]
        bytes += opening
        let start = bytes.count
        bytes += digits
        let end = bytes.count
        bytes += closing
        bytes += stored[place...]
        return StampedBytes(
            bytes: bytes, itemOffset: itemOffset, uidRange: uid, versionRange: start..<end)
    }

    /// Reads the first members of an object.
    private struct Scanner {
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

        /// A member whose value is a string: where its content is.
        mutating func takeMember(_ key: String) -> Range<Int>? {
            let before = index
            guard take("\""), take(key), take("\":\"") else {
                index = before
                return nil
            }
            let start = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard index < bytes.count else { return nil }
            index += 1
            return start..<(index - 1)
        }
    }
}
