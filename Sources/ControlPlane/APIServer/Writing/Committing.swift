import APIMachinery
import JSON
import ObjectStore
import WatchCache

/// Why a commit did not happen, as far as writers care.
enum CommitOutcome: Sendable {
    case done(Revision)
    /// The object's own key was not as expected; it is now so.
    case conflict(StoredObject?)
    /// Another key of the same commit was not as expected.
    case otherConflict(key: String)
}

extension APIServer {
    /// Commits writes, the first of them the object's own.
    func commit(_ writes: [StoreWrite]) async throws(APIStatus) -> CommitOutcome {
        do throws(StoreError) {
            return .done(try await cache.commit(writes))
        } catch {
            switch error {
            case .conflict(let key, let current):
                guard key == writes.first?.key else { return .otherConflict(key: key) }
                return .conflict(current.flatMap(StoredObject.init))
            case .unavailable(let why), .corrupt(let why): throw Self.storeFailure(why)
            case .compacted, .future: throw Self.storeFailure("\(error)")
            }
        }
    }

    /// 500: the store did not do it.
    static func storeFailure(_ why: String) -> APIStatus {
        APIStatus(code: 500, reason: "InternalError", message: "the store failed: \(why)")
    }

    /// The stored object of a target; nil when it is not there.
    func existing(_ target: ResourceTarget) -> StoredObject? {
        cache.get(
            target.storage.groupResource, namespace: target.namespace, name: target.name
        ).map(StoredObject.init)
    }

    /// The stored object of a target.
    /// - Throws: 404.
    func required(_ target: ResourceTarget) throws(APIStatus) -> StoredObject {
        guard let found = existing(target) else {
            throw .notFound(target.definition.groupResource, name: target.name)
        }
        return found
    }
}
