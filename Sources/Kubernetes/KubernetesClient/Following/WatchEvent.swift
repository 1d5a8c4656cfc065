import JSON
import KubernetesAPI

/// A line of a watch.
package struct WatchEvent {
    /// What happened.
    package enum Change: String {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        case bookmark = "BOOKMARK"
        case error = "ERROR"
    }

    /// What happened.
    package var change: Change
    /// The object as it is now, or was last.
    package var object: JSONValue

    /// - Throws: `ClientError.malformed` when the line is no event.
    static func decode(
        _ line: ArraySlice<UInt8>, of request: String
    ) throws(ClientError) -> WatchEvent {
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONDocument(parsing: Array(line)).root
        } catch {
            throw .malformed(request: request, "\(error)")
        }
        guard let change = root["type"]?.string.flatMap(Change.init), let object = root["object"]
        else {
            throw .malformed(request: request, "expected an event with type and object")
        }
        return WatchEvent(change: change, object: object)
    }

    /// The object's revision; nil when it carries none.
    var resourceVersion: String? { object["metadata"]?["resourceVersion"]?.string }
}
