import APIMachinery
import APIServer
import AccessControl
import ControllerRuntime
import JSON
import Synchronization
import WatchCache

/// The cluster of an API server in this process.
///
/// Its caches hold the server's own objects, and show a write before the writer is answered. What
/// is sent goes the way of every request, but for the connection.
public final class LocalCluster: Cluster {
    private struct Place: Hashable {
        var kind: ResourceKind
        var fieldSelector: String?
    }

    private let server: APIServer
    private let user: UserInfo
    private let agent: String
    private let informers = Mutex<[Place: Informer]>([:])

    /// The cluster of a server that has started.
    /// - Parameters:
    ///   - user: who asks; an administrator when nothing is said.
    ///   - agent: the program's name, as managers of fields are named.
    public init(
        _ server: APIServer,
        user: UserInfo = UserInfo(
            name: "system:kube-controller-manager",
            groups: [UserInfo.Group.masters, UserInfo.Group.authenticated]),
        agent: String = "kube-controller-manager"
    ) {
        self.server = server
        self.user = user
        self.agent = agent
    }

    public func informer(for kind: ResourceKind, fieldSelector: String?) -> Informer {
        let place = Place(kind: kind, fieldSelector: fieldSelector)
        let (informer, isNew) = informers.withLock { informers in
            if let informer = informers[place] { return (informer, false) }
            let informer = Informer(kind)
            informers[place] = informer
            return (informer, true)
        }
        if isNew { feed(informer, fieldSelector) }
        return informer
    }

    private func feed(_ informer: Informer, _ fieldSelector: String?) {
        let kind = informer.kind
        var filter = ObjectFilter()
        if let fieldSelector {
            // A selector that can't be: as over HTTP, the cache is never filled.
            guard
                let found = try? server.filter(
                    kind.groupVersion, kind.resource, fieldSelector: fieldSelector)
            else { return }
            filter = found
        }
        let selected = filter
        let isWhole = fieldSelector == nil
        server.objects.observe([kind.groupResource]) { _, objects in
            informer.fill(isWhole ? objects : objects.filter(selected.matches))
        } change: { event, _ in
            guard let object = event.object else {
                if let previous = event.previous { informer.apply(nil, at: previous.path) }
                return
            }
            let isSelected = isWhole || selected.matches(object)
            informer.apply(isSelected ? object : nil, at: object.path)
        }
    }

    public func send(
        _ method: String, _ path: String, body: JSON?, contentType: String
    ) async throws(APIStatus) -> JSON {
        try await server.perform(
            method, path, body: body, contentType: contentType, as: user, agent: agent)
    }
}
