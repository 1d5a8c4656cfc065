import APIMachinery
import JSON
import ObjectStore
import ResourceModel
import Synchronization

/// Stands in for the room of that name until it is there.
package struct CachedObject: Sendable {
    package var key: String
    package var revision: Revision
    package var bytes: [UInt8]
    package var tree: JSON
    package func object() -> APIObject { APIObject(tree) }
}

package struct CachedList: Sendable {
    package var items: [CachedObject]
    package var revision: Revision
}

package final class WatchCache: Sendable {
    private struct State {
        var objects: [String: CachedObject] = [:]
        var revision = Revision(0)
    }
    private let store: any ObjectStore
    private let state = Mutex(State())

    package init(store: any ObjectStore, definitions: [ResourceDefinition]) { self.store = store }

    package var revision: Revision { state.withLock { $0.revision } }

    package func start() async throws {
        let listing = try await store.list(prefix: "/registry/", from: nil, at: nil, limit: nil)
        for value in listing.values { set(value.key, value.value, value.modified) }
        state.withLock { $0.revision = max($0.revision, listing.revision) }
    }

    private func set(_ key: String, _ value: [UInt8]?, _ revision: Revision) {
        let cached = value.flatMap { bytes -> CachedObject? in
            guard let tree = try? JSON(parsing: bytes) else { return nil }
            var object = APIObject(tree)
            object.resourceVersion = revision.description
            return CachedObject(
                key: key, revision: revision, bytes: object.json.serialized(), tree: object.json)
        }
        state.withLock {
            $0.objects[key] = cached
            $0.revision = max($0.revision, revision)
        }
    }

    package func get(_ r: GroupResource, namespace: String, name: String) -> CachedObject? {
        state.withLock { $0.objects[StorageKeys.key(r, namespace: namespace, name: name)] }
    }

    package func list(_ r: GroupResource, namespace: String?) -> CachedList {
        let prefix = StorageKeys.prefix(r) + (namespace.map { $0 + "/" } ?? "")
        return state.withLock { state in
            CachedList(
                items: state.objects.values.filter { $0.key.hasPrefix(prefix) }
                    .sorted { $0.key < $1.key }, revision: state.revision)
        }
    }

    package func commit(_ writes: [StoreWrite]) async throws -> Revision {
        let revision = try await store.commit(writes)
        for write in writes { set(write.key, write.value, revision) }
        return revision
    }
}
