import APIMachinery
import Synchronization
import WatchCache

/// What was written for each of a controller's objects, until the cache shows it: who looks at the
/// cache before that would write the same again.
public final class WriteTracker: Sendable {
    /// How the cache stands.
    public enum View: Sendable, Hashable {
        /// It shows what was written.
        case current
        /// It does not yet: its change will say when.
        case behind
        /// It does not, and should long have done so: somebody else has changed what was written.
        case lost
    }

    private enum Write: Hashable {
        case stored(Int64)
        case deleted(uid: String)
    }

    private struct Pending {
        var writes: [String: Write] = [:]
        var last: ContinuousClock.Instant
    }

    private let pending = Mutex<[ObjectName: Pending]>([:])
    private let cache: Informer
    private let patience: Duration
    private let clock = ContinuousClock()

    /// Nothing written yet.
    /// - Parameters:
    ///   - cache: of what is written.
    ///   - patience: after which a write that doesn't show is lost.
    public init(_ cache: Informer, patience: Duration = .seconds(2)) {
        self.cache = cache
        self.patience = patience
    }

    /// Notes an object as it was stored.
    public func stored(_ object: APIObject, for owner: ObjectName) {
        guard let revision = Int64(object.resourceVersion) else { return }
        note(.stored(revision), object.name, owner)
    }

    /// Notes that an object was deleted.
    public func deleted(name: String, uid: String, for owner: ObjectName) {
        note(.deleted(uid: uid), name, owner)
    }

    private func note(_ write: Write, _ name: String, _ owner: ObjectName) {
        let now = clock.now
        pending.withLock { pending in
            pending[owner, default: Pending(last: now)].writes[name] = write
            pending[owner]?.last = now
        }
    }

    /// How the cache stands with what was written for an owner, in whose namespace that is.
    public func view(of owner: ObjectName) -> View {
        let now = clock.now
        return pending.withLock { pending in
            guard var state = pending[owner] else { return .current }
            state.writes = state.writes.filter { name, write in
                let object = cache.get(namespace: owner.namespace, name: name)
                return switch write {
                case .stored(let revision): (object?.storedRevision ?? 0) < revision
                case .deleted(let uid): object?.uid == uid && object?.meta.isDeleting == false
                }
            }
            if state.writes.isEmpty {
                pending[owner] = nil
                return .current
            }
            pending[owner] = state
            return now - state.last < patience ? .behind : .lost
        }
    }

    /// Forgets what was written for an owner.
    public func forget(_ owner: ObjectName) { pending.withLock { $0[owner] = nil } }
}

extension CachedObject {
    fileprivate var storedRevision: Int64 { Int64(revision.rawValue) }
}
