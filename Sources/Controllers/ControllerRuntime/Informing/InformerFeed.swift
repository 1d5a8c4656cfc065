import JSON
import KubernetesClient
import Logging
import WatchCache

/// Puts what an API server lists and watches into a cache.
struct InformerFeed: CollectionReader {
    private let informer: Informer
    private let logger: Logger
    private var listed: [CachedObject] = []
    private var isFailing = false

    init(_ informer: Informer, _ logger: Logger) {
        self.informer = informer
        self.logger = logger
    }

    mutating func beginList() { listed = [] }

    mutating func takePage(_ root: JSONValue, of request: String) throws(ClientError) {
        guard let items = root["items"] else { return }
        for item in items.elements { listed.append(try object(item, request)) }
    }

    mutating func endList() {
        informer.fill(listed)
        listed = []
        heal()
    }

    mutating func watchOpened() { heal() }

    mutating func take(_ event: WatchEvent, of request: String) throws(ClientError) {
        let object = try object(event.object, request)
        informer.apply(event.change == .deleted ? nil : object, at: object.path)
    }

    /// Says so once, until it is well again.
    mutating func failed(_ error: ClientError) {
        if !isFailing { logger.warning("\(error)") }
        isFailing = true
    }

    private mutating func heal() {
        if isFailing { logger.info("\(informer.kind.resource) can be followed again") }
        isFailing = false
    }

    private func object(
        _ value: JSONValue, _ request: String
    ) throws(ClientError) -> CachedObject {
        let kind = informer.kind
        guard
            let object = CachedObject(
                served: value, apiVersion: kind.apiVersion, kind: kind.kind)
        else {
            throw .malformed(
                request: request, "expected objects with a name and a numeric resourceVersion")
        }
        return object
    }
}
