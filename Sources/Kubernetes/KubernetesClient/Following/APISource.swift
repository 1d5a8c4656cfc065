import KubernetesAPI

/// The objects of an API server, by list and watch.
///
/// Each kind has a watch of its own. A watch that ends goes on where it was; where history doesn't
/// reach back that far (410), the kind is listed again and told as a difference. While the server
/// can't be reached, what was known stays, and batches carry a `problem`.
public struct APISource: ObjectSource {
    private let client: APIClient

    /// A source over a client.
    public init(_ client: APIClient) { self.client = client }

    /// One batch with all objects of these kinds, then one for each change; a slow consumer gets
    /// merged batches. The stream ends only with its consumer.
    public func batches(of kinds: Set<Kind>) -> AsyncThrowingStream<ObjectBatch, any Error> {
        let mailbox = BatchMailbox()
        let gathering = Gathering(kinds: kinds, mailbox: mailbox)
        let client = client
        let tasks = kinds.map { kind in
            Task {
                var follower = CollectionFollower(
                    kind.collection, client: client,
                    reader: KindFollower(kind: kind, gathering: gathering))
                await follower.run()
            }
        }
        let lease = TaskLease(tasks)
        return AsyncThrowingStream {
            defer { withExtendedLifetime(lease) {} }
            return try await mailbox.next()
        }
    }

    /// Reads everything of these kinds once; what can't be decoded is told beside the others.
    public func list(_ kinds: Set<Kind>) async throws(ClientError) -> ObjectBatch {
        var batch = ObjectBatch(events: [], isInitialListComplete: true)
        for kind in kinds.sorted(by: { $0.name < $1.name }) {
            let listing = try await KindListing.load(kind, client)
            batch.events += listing.objects.map { .applied($0) }
            batch.rejected += listing.undecodable.sorted { $0.key < $1.key }.map(\.value)
        }
        return batch
    }

    /// Reads everything of these kinds once.
    public func load(_ kinds: Set<Kind>) async throws(ClientError) -> [KubernetesObject] {
        var objects: [KubernetesObject] = []
        for kind in kinds.sorted(by: { $0.name < $1.name }) {
            let listing = try await KindListing.load(kind, client)
            if let bad = listing.undecodable.first {
                throw .malformed(request: "GET \(client.access.server)\(kind.path)", bad.value)
            }
            objects += listing.objects
        }
        return objects
    }
}

/// Cancels tasks when the last stream that depends on them is gone.
private final class TaskLease: Sendable {
    private let tasks: [Task<Void, Never>]

    init(_ tasks: [Task<Void, Never>]) { self.tasks = tasks }

    deinit { for task in tasks { task.cancel() } }
}
