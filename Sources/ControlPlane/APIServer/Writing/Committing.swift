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
    /// - Throws: 412 when they depend on a term that is over.
    func commit(
        _ writes: [StoreWrite], under fence: WriteFence?
    ) async throws(APIStatus) -> CommitOutcome {
        var lease = fence?.lease(in: cache)
        for _ in 0..<Self.renewals {
            var all = writes
            if let fence { all.append(try fence.condition(lease)) }
            do throws(StoreError) {
                return .done(try await cache.commit(all))
            } catch {
                switch error {
                case .conflict(let key, let current):
                    let current = current.flatMap(StoredObject.init)
                    if key == writes.first?.key { return .conflict(current) }
                    guard key == fence?.key else { return .otherConflict(key: key) }
                    // The holder renewed it, or lost it.
                    lease = current
                case .unavailable(let why), .corrupt(let why): throw Self.storeFailure(why)
                case .compacted, .future: throw Self.storeFailure("\(error)")
                }
            }
        }
        throw Self.storeFailure("a lease is renewed faster than anything is written")
    }

    /// How often a Lease may be renewed between its being read and a commit.
    private static let renewals = 100

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
