import JSON
import ObjectStore

extension CachedObject {
    /// An object as an API server sent it, alone or as an item of a list: with its
    /// `resourceVersion`, in whatever order its members are.
    /// - Parameters:
    ///   - apiVersion: what it is when it doesn't say so itself: items of lists don't.
    ///   - kind: likewise.
    /// - Returns: nil when it has no name, or a `resourceVersion` that is no number.
    public convenience init?(served object: JSONValue, apiVersion: String, kind: String) {
        let metadata = object["metadata"]
        guard let name = metadata?["name"]?.string, !name.isEmpty,
            let revision = metadata?["resourceVersion"]?.string.flatMap({ UInt64($0) })
        else { return nil }
        let namespace = metadata?["namespace"]?.string ?? ""
        var bytes = object.rawBytes
        if object["kind"] == nil, bytes.first == UInt8(ascii: "{") {
            let head = "{\"kind\":\"\(kind)\",\"apiVersion\":\"\(apiVersion)\""
            bytes.replaceSubrange(0..<1, with: Array(head.utf8) + [UInt8(ascii: ",")])
        }
        let stored = StampedBytes.unstamped(bytes) ?? Self.unstamped(bytes)
        guard let layout = StampedBytes(stored: stored, revision: Revision(revision)) else {
            return nil
        }
        self.init(
            path: namespace.isEmpty ? name : namespace + "/" + name, revision: Revision(revision),
            layout: layout)
    }

    /// The bytes without the `resourceVersion` of metadata, however they are laid out.
    private static func unstamped(_ served: [UInt8]) -> [UInt8] {
        guard var object = try? JSON(parsing: served), var metadata = object["metadata"] else {
            return served
        }
        metadata["resourceVersion"] = nil
        object["metadata"] = metadata
        return object.serialized()
    }
}

extension StampedBytes {
    /// The bytes without the `resourceVersion` of metadata; nil where another reader is needed.
    fileprivate static func unstamped(_ served: [UInt8]) -> [UInt8]? {
        var scanner = Scanner(bytes: served)
        guard scanner.take("{"), scanner.takeText("kind") || scanner.takeText("apiVersion"),
            scanner.take(","), scanner.takeText("apiVersion") || scanner.takeText("kind"),
            scanner.take(",\"metadata\":{"),
            let start = scanner.place(of: "resourceVersion", notBehind: ""),
            scanner.takeText("resourceVersion")
        else { return nil }
        let end = scanner.index
        var bytes = served
        if scanner.take(",") {
            bytes.removeSubrange(start..<end + 1)
        } else if served[start - 1] == UInt8(ascii: ",") {
            bytes.removeSubrange(start - 1..<end)
        } else {
            bytes.removeSubrange(start..<end)
        }
        return bytes
    }
}
