import APIMachinery
import HTTPServer
import JSON
import ObjectStore
import WatchCache

/// The events of a watch in the form that its client asked for.
struct ViewWatchEncoding: WatchEncoding {
    let encoding: ObjectEncoding

    var sharingKey: String? { encoding.sharingKey }

    func event(_ kind: CacheEvent.Kind, _ object: CachedObject, isFirst: Bool) -> [UInt8] {
        guard case .table(let version) = encoding.view else {
            return JSONWatchEncoding.line(kind, encoding.bytes(object))
        }
        var encoding = encoding
        encoding.now = APIServer.now
        let table = encoding.table(
            version, metadata: ["resourceVersion": .string(object.revision.description)],
            columns: isFirst ? encoding.columns : .null,
            rows: [encoding.row(encoding.object(object), version)])
        return JSONWatchEncoding.line(kind, table.serialized())
    }

    func bookmark(_ revision: Revision, endsInitial: Bool) -> [UInt8] {
        let names: (String, String) =
            switch encoding.view {
            case .object:
                (encoding.definition.groupVersion.description, encoding.definition.kind)
            case .metadata(let version): ("meta.k8s.io/" + version, "PartialObjectMetadata")
            case .table(let version): ("meta.k8s.io/" + version, "Table")
            }
        return JSONWatchEncoding.bookmark(
            revision, endsInitial, apiVersion: names.0, kind: names.1)
    }

    func failure(_ status: APIStatus) -> [UInt8] { JSONWatchEncoding.failure(status) }
}

/// The body of an answer as the place where a watch's events go.
struct StreamSink: WatchSink {
    let stream: any HTTPBodyStream

    func write(_ bytes: [UInt8]) -> Bool { stream.write(bytes) }
    var pendingByteCount: Int { stream.pendingByteCount }
    func close() { stream.close() }
}
