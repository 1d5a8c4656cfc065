import APIMachinery
import JSON
import KubernetesClient
import Logging
import Synchronization

/// A cluster whose API server is reached over HTTP.
///
/// Each cache has a list and a watch of its own. While the server can't be reached, caches stay as
/// they were, and what is sent fails with 503.
public final class RemoteCluster: Cluster {
    private struct Place: Hashable {
        var kind: ResourceKind
        var fieldSelector: String?
    }

    private struct State {
        var informers: [Place: Informer] = [:]
        var tasks: [Task<Void, Never>] = []
        var isClosed = false
    }

    private let client: APIClient
    private let logger: Logger
    private let leadership: Leadership?
    private let state = Mutex(State())

    /// A cluster behind a client.
    /// - Parameter leadership: without it being held nothing is written; nil: whoever asks may.
    public init(_ client: APIClient, logger: Logger, leadership: Leadership? = nil) {
        self.client = client
        self.logger = logger
        self.leadership = leadership
    }

    /// A cluster behind a client, which says nothing of what goes wrong.
    public convenience init(_ client: APIClient) {
        self.init(
            client,
            logger: Logger(label: "cluster", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// Follows nothing any more; caches stay as they are. The client stays open.
    public func close() {
        let tasks = state.withLock { state in
            state.isClosed = true
            defer { state.tasks = [] }
            return state.tasks
        }
        for task in tasks { task.cancel() }
    }

    deinit { close() }

    public func informer(for kind: ResourceKind, fieldSelector: String?) -> Informer {
        let place = Place(kind: kind, fieldSelector: fieldSelector)
        return state.withLock { state in
            if let informer = state.informers[place] { return informer }
            let informer = Informer(kind)
            state.informers[place] = informer
            if !state.isClosed { state.tasks.append(follow(place, informer)) }
            return informer
        }
    }

    private func follow(_ place: Place, _ informer: Informer) -> Task<Void, Never> {
        var path = place.kind.path()
        if let selector = place.fieldSelector {
            path += "?fieldSelector=\(PercentCoding.encoded(selector))"
        }
        let follower = CollectionFollower(
            ResourceCollection(name: place.kind.resource, path: path), client: client,
            reader: InformerFeed(informer, logger))
        return Task {
            var follower = follower
            await follower.run()
        }
    }

    public func send(
        _ method: String, _ path: String, body: JSON?, contentType: String
    ) async throws(APIStatus) -> JSON {
        if let leadership, method != "GET", !leadership.isHeld {
            throw APIStatus(
                code: 503, reason: "ServiceUnavailable",
                message: "\(method) \(path): this process leads no more")
        }
        let (code, bytes) = try await exchange(method, path, body, contentType)
        let answer = try? JSON(parsing: bytes)
        if (200..<300).contains(code) { return answer ?? .null }
        let status = answer.flatMap { APIStatus(parsing: $0) } ?? Self.unexplained(code, bytes)
        if status.isTermOver { leadership?.end() }
        throw status
    }

    private func exchange(
        _ method: String, _ path: String, _ body: JSON?, _ contentType: String
    ) async throws(APIStatus) -> (code: Int, body: [UInt8]) {
        var headers: [String: String] = [:]
        // It may be long after the look at `isHeld` that this is sent: the server looks again.
        if let leadership, method != "GET" {
            headers[LeaseTerm.header] = leadership.term.description
        }
        do throws(ClientError) {
            return try await client.exchange(
                method, path, body: body, contentType: contentType, headers: headers)
        } catch {
            throw APIStatus(
                code: 503, reason: "ServiceUnavailable", message: error.description)
        }
    }

    private static func unexplained(_ code: Int, _ body: [UInt8]) -> APIStatus {
        APIStatus(
            code: code, reason: "", message: String(decoding: body.prefix(200), as: UTF8.self))
    }
}
