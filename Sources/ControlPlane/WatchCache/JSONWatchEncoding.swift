import APIMachinery
import JSON
import ObjectStore

/// Events with the objects as they are stored: JSON, one to a line.
public struct JSONWatchEncoding: WatchEncoding {
    private let apiVersion: String
    private let kind: String

    /// The encoding of a watch of a kind.
    public init(_ version: GroupVersion, kind: String) {
        apiVersion = version.description
        self.kind = kind
    }

    public var sharingKey: String? { "" }

    public func event(_ kind: CacheEvent.Kind, _ object: CachedObject, isFirst: Bool) -> [UInt8] {
        Self.line(kind, object.bytes)
    }

    public func bookmark(_ revision: Revision, endsInitial: Bool) -> [UInt8] {
        Self.bookmark(revision, endsInitial, apiVersion: apiVersion, kind: kind)
    }

    public func failure(_ status: APIStatus) -> [UInt8] { Self.failure(status) }

    /// An event's line, of an object's bytes.
    public static func line(_ kind: CacheEvent.Kind, _ object: [UInt8]) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(object.count + 40)
        line += "{\"type\":\"\(kind.rawValue)\",\"object\":".utf8
        line += object
        line += "}\n".utf8
        return line
    }

    /// A bookmark's line.
    public static func bookmark(
        _ revision: Revision, _ endsInitial: Bool, apiVersion: String, kind: String
    ) -> [UInt8] {
        var metadata = JSONObject()
        metadata.add("resourceVersion", .string(revision.description))
        if endsInitial {
            metadata.add("annotations", ["k8s.io/initial-events-end": "true"])
        }
        let object: JSON = [
            "kind": .string(kind), "apiVersion": .string(apiVersion),
            "metadata": .object(metadata),
        ]
        return line("BOOKMARK", object)
    }

    /// The line of what went wrong.
    public static func failure(_ status: APIStatus) -> [UInt8] { line("ERROR", status.json) }

    private static func line(_ type: String, _ object: JSON) -> [UInt8] {
        let event: JSON = ["type": .string(type), "object": object]
        return event.serialized() + [0x0A]
    }
}
