import JSON

/// What is made of a collection's lists and watches.
package protocol CollectionReader {
    /// A list begins: what it says is everything there is.
    mutating func beginList()
    /// A page of it.
    mutating func takePage(_ root: JSONValue, of request: String) throws(ClientError)
    /// The list is complete.
    mutating func endList()
    /// The server took a watch: it answers.
    mutating func watchOpened()
    /// An object was added, changed or deleted.
    mutating func take(_ event: WatchEvent, of request: String) throws(ClientError)
    /// The server can't be asked at the moment; what was known stays.
    mutating func failed(_ error: ClientError)
}

/// Lists and watches one collection until its task is cancelled.
///
/// A watch that ends goes on where it was; where history doesn't reach back that far (410), the
/// collection is listed again.
package struct CollectionFollower<Reader: CollectionReader> {
    /// Who reads.
    package var reader: Reader
    private let collection: ResourceCollection
    private let client: APIClient
    /// Where to watch from; nil: list first.
    private var resourceVersion: String?
    private var backoff = Backoff()

    /// A follower; `run` follows.
    package init(_ collection: ResourceCollection, client: APIClient, reader: Reader) {
        self.collection = collection
        self.client = client
        self.reader = reader
    }

    /// Follows until its task is cancelled.
    package mutating func run() async {
        while !Task.isCancelled {
            do throws(ClientError) {
                if resourceVersion == nil {
                    resourceVersion = try await collection.list(client, into: &reader)
                    backoff.reset()
                    reader.endList()
                }
                try await watch()
            } catch {
                if error.isExpired, resourceVersion != nil {
                    resourceVersion = nil
                    continue
                }
                guard !Task.isCancelled else { return }
                // Whether the server answers again is seen at the next list or watch.
                reader.failed(error)
                try? await Task.sleep(for: backoff.pause())
            }
        }
    }

    private mutating func watch() async throws(ClientError) {
        guard let from = resourceVersion else { return }
        let name = "watch \(collection.name) at \(client.access.server)"
        try await client.lines(collection.watchPath(from: from), named: name) { () in
            reader.watchOpened()
        } line: { line throws(ClientError) in
            let event = try WatchEvent.decode(line, of: name)
            if event.change == .error { throw .refusal(name, code: 0, status: event.object) }
            if let revision = event.resourceVersion { resourceVersion = revision }
            backoff.reset()
            if event.change != .bookmark { try reader.take(event, of: name) }
        }
        backoff.reset()
    }
}
