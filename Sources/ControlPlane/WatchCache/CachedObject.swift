import APIMachinery
import JSON
import ObjectStore
import Synchronization

/// An object of the store with its encoded bytes, as it is served; nothing of it is decoded before
/// somebody asks.
public final class CachedObject: Sendable {
    /// What was decoded, once.
    private struct Traits {
        var labels: [String: String]?
        var outline: APIObject?
        /// What readers decoded for themselves, by its type.
        var kept: [ObjectIdentifier: any Sendable] = [:]
    }

    /// Namespace and name with a slash between them, or the name alone: the end of its key.
    public let path: String
    /// The revision of its last change.
    public let revision: Revision
    /// The whole object, `resourceVersion` included.
    public let bytes: [UInt8]
    /// Where in `bytes` the member `metadata` begins: behind `kind` and `apiVersion`, which items
    /// of typed lists do not have.
    public let itemOffset: Int
    private let uidRange: Range<Int>
    /// Where the number of `resourceVersion` stands.
    private let versionRange: Range<Int>
    private let traits = Mutex(Traits())

    init(path: String, revision: Revision, layout: StampedBytes) {
        self.path = path
        self.revision = revision
        bytes = layout.bytes
        itemOffset = layout.itemOffset
        uidRange = layout.uidRange
        versionRange = layout.versionRange
    }

    /// An object of the bytes that the store keeps (without `resourceVersion`).
    /// - Throws: `StoreError.corrupt` when these are no object.
    public convenience init(path: String, revision: Revision, stored: [UInt8]) throws(StoreError) {
        guard let layout = StampedBytes(stored: stored, revision: revision) else {
            throw .corrupt("the value of \(path) at revision \(revision) is no object")
        }
        self.init(path: path, revision: revision, layout: layout)
    }

    /// The namespace; empty for cluster-wide kinds.
    public var namespace: String {
        path.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    }

    /// The name.
    public var name: String {
        path.utf8.firstIndex(of: UInt8(ascii: "/")).map { slash in
            String(path[path.utf8.index(after: slash)...])
        } ?? path
    }

    /// The unique id.
    public var uid: String { String(decoding: bytes[uidRange], as: UTF8.self) }

    /// What a typed list has of it, without the opening brace.
    public var item: ArraySlice<UInt8> { bytes[itemOffset...] }

    /// The bytes as they were stored: without `resourceVersion`.
    public var stored: [UInt8] {
        let before = bytes[..<(versionRange.lowerBound - StampedBytes.opening.count)]
        return Array(before) + bytes[(versionRange.upperBound + StampedBytes.closing.count)...]
    }

    /// The value of `metadata`, as it stands in the bytes.
    public var metadataBytes: [UInt8] {
        (try? JSONDocument(parsing: bytes))?.root["metadata"]?.rawBytes ?? Array("{}".utf8)
    }

    /// The labels, decoded once.
    public var labels: [String: String] {
        if let labels = traits.withLock({ $0.labels }) { return labels }
        var labels: [String: String] = [:]
        if let found = (try? JSONDocument(parsing: bytes))?.root["metadata"]?["labels"] {
            for (key, value) in found.members { labels[key] = value.string ?? "" }
        }
        traits.withLock { $0.labels = labels }
        return labels
    }

    /// The plain values of the object and of its members, decoded once: what field selectors look
    /// at. Lists, and what lies deeper, are left out.
    public var outline: APIObject {
        if let outline = traits.withLock({ $0.outline }) { return outline }
        let root = (try? JSONDocument(parsing: bytes))?.root
        let outline = APIObject(root.map { CachedObject.outline($0, depth: 2) } ?? [:])
        traits.withLock { $0.outline = outline }
        return outline
    }

    /// What a reader makes of the object: made the first time, kept from then on, one a type.
    public func kept<Value: Sendable>(_ make: (JSONValue) -> Value) -> Value {
        let type = ObjectIdentifier(Value.self)
        if let value = traits.withLock({ $0.kept[type] }) as? Value { return value }
        let value: Value
        if let root = (try? JSONDocument(parsing: bytes))?.root {
            value = make(root)
        } else {
            // Bytes were parsed when the object was made.
            value = make(JSONDocument.empty.root)
        }
        traits.withLock { $0.kept[type] = value }
        return value
    }

    /// The whole object as a tree, decoded anew each time.
    public func object() -> APIObject {
        APIObject((try? JSON(parsing: bytes)) ?? [:])
    }

    /// The same object under another revision: the last state of one that was deleted.
    public func restamped(_ revision: Revision) -> CachedObject {
        let digits = Array(String(revision.rawValue).utf8)
        let grown = digits.count - versionRange.count
        var bytes = self.bytes
        bytes.replaceSubrange(versionRange, with: digits)
        let end = versionRange.upperBound + grown
        let layout = StampedBytes(
            bytes: bytes, itemOffset: itemOffset,
            uidRange: uidRange.lowerBound + grown..<uidRange.upperBound + grown,
            versionRange: versionRange.lowerBound..<end)
        return CachedObject(path: path, revision: revision, layout: layout)
    }

    private static func outline(_ value: JSONValue, depth: Int) -> JSON {
        var object = JSONObject()
        for (key, member) in value.members {
            switch member.kind {
            case .array: continue
            case .object where depth > 1: object.add(key, outline(member, depth: depth - 1))
            case .object: continue
            default: object.add(key, JSON(member))
            }
        }
        return .object(object)
    }
}
