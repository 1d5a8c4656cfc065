import APIMachinery
import ControllerRuntime
import JSON
import KubernetesAPI
import WatchCache

/// A slice as it is stored, with what of it only others know.
package struct StoredSlice {
    private enum Source {
        case cache(CachedObject)
        case server(APIObject)
    }

    package let slice: EndpointSlice
    private let source: Source

    /// A slice of the cache; nil for what is none.
    package init?(_ object: CachedObject) {
        self.init(object.bytes, .cache(object))
    }

    /// A slice that the server sent; nil for what is none.
    package init?(_ object: APIObject) {
        self.init(object.json.serialized(), .server(object))
    }

    private init?(_ bytes: [UInt8], _ source: Source) {
        guard let document = try? JSONDocument(parsing: bytes),
            let slice = EndpointSlice(reading: document.root)
        else { return nil }
        self.slice = slice
        self.source = source
    }

    /// The object with what changed; it must still be as it was.
    package func updated(_ slice: EndpointSlice, triggered: String?) -> APIObject {
        var object =
            switch source {
            case .cache(let cached): cached.object()
            case .server(let object): object
            }
        object.labels = slice.metadata.labels
        object.ownerReferences = slice.metadata.ownerReferences.map(\.json)
        object.annotations = slice.metadata.annotations
        object.annotations[TriggerTimes.annotation] = triggered
        object.json["endpoints"] = .array(slice.endpoints.map(\.json))
        object.json["ports"] = .array(slice.ports.map(\.json))
        return object
    }

    /// The object of a slice that isn't there yet.
    package static func new(
        _ slice: EndpointSlice, service: String, triggered: String?
    ) -> APIObject {
        var object = APIObject(slice.json)
        object.name = ""
        object.generateName = service + "-"
        object.annotations[TriggerTimes.annotation] = triggered
        return object
    }
}
