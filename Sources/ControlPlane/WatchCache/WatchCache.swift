import APIMachinery
import ObjectStore
import Synchronization

/// All objects of a store in memory, as the bytes that are served, with what changed last.
///
/// It follows the store's commits, one behind the other. A writer that commits through it is
/// acknowledged when the cache shows the change, so everybody reads their writes. Reads never go to
/// the store, except for the past.
public final class WatchCache: Sendable {
    /// How much is remembered, and how watches are served.
    public struct Limits: Sendable {
        /// Changes of one resource.
        public var changes = 50_000
        /// Bytes of one resource's changes.
        public var changeBytes = 24 << 20
        /// The time that changes are remembered, where the other limits allow it.
        public var age = Duration.seconds(300)
        /// Bytes that a slow reader may have queued before it has to wait for its turn.
        public var pendingBytes = 512 << 10
        /// How often bookmarks are sent.
        public var bookmarkInterval = Duration.seconds(60)

        /// Limits as usual.
        public init() {}
    }

    /// Someone who waits for a revision.
    struct Waiting {
        var revision: Revision
        var deadline: ContinuousClock.Instant?
        var continuation: CheckedContinuation<Bool, Never>
    }

    struct State {
        var shelves: [Shelf] = []
        var shelfNumbers: [String: Int] = [:]
        /// The revision of what is shown.
        var revision = Revision(0)
        /// The revision that observers have seen too.
        var settled = Revision(0)
        /// The revision of the last loading.
        var loadedAt = Revision(0)
        /// Counts how often everything was loaded; places in logs of before mean nothing.
        var loads = 0
        var waiting: [Waiting] = []
        var newWatches: [WatchRequest] = []
        var cancelledWatches: [UInt64] = []
        var nextWatch: UInt64 = 0
        var isStopped = false
        /// When which revision was reached, for the age of changes.
        var milestones: [(at: ContinuousClock.Instant, revision: Revision)] = []
        var observers: [Observer] = []
        var tasks: [Task<Void, Never>] = []
    }

    let store: any ObjectStore
    let limits: Limits
    let state = Mutex(State())
    /// Wakes the one who hands out events.
    let wakes: AsyncStream<Void>
    let waker: AsyncStream<Void>.Continuation
    let clock = ContinuousClock()

    /// A cache of a store; empty before `start`.
    public init(store: any ObjectStore, limits: Limits = Limits()) {
        self.store = store
        self.limits = limits
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Loads everything and follows the store from there on.
    public func start() async throws {
        try await load()
        let tasks = [
            Task { await self.follow() }, Task { await self.handOut() }, Task { await self.tick() },
        ]
        state.withLock { $0.tasks = tasks }
    }

    /// Ends all watches and follows no more; what is in memory stays readable.
    public func stop() {
        let (tasks, waiting) = state.withLock { state in
            state.isStopped = true
            defer { (state.tasks, state.waiting) = ([], []) }
            return (state.tasks, state.waiting)
        }
        for one in waiting { one.continuation.resume(returning: false) }
        waker.yield()
        for task in tasks.prefix(1) + tasks.suffix(1) { task.cancel() }
    }

    /// The revision of what is shown.
    public var revision: Revision { state.withLock(\.revision) }

    /// An object; the namespace is empty for cluster-wide kinds.
    public func get(
        _ resource: GroupResource, namespace: String = "", name: String
    ) -> CachedObject? {
        let path = namespace.isEmpty ? name : namespace + "/" + name
        let shelf = resource.description
        return state.withLock { state in
            state.shelfNumbers[shelf].flatMap { state.shelves[$0].object(at: path) }
        }
    }

    /// The objects of a resource, or of one of its namespaces.
    public func list(_ resource: GroupResource, namespace: String? = nil) -> CachedList {
        let shelf = resource.description
        return state.withLock { state in
            guard let number = state.shelfNumbers[shelf] else {
                return CachedList(objects: [], revision: state.revision)
            }
            let range = state.shelves[number].range(of: namespace)
            return CachedList(
                objects: state.shelves[number].objects[range], revision: state.revision)
        }
    }

    /// Writes to the store, and returns when the cache shows it.
    public func commit(_ writes: [StoreWrite]) async throws(StoreError) -> Revision {
        let revision: Revision
        do {
            revision = try await store.commit(writes)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
        _ = await wait(for: revision, until: nil)
        return revision
    }

    /// Waits until a revision is shown.
    /// - Returns: false when it was not by then, or the cache stopped.
    public func wait(for revision: Revision, within time: Duration) async -> Bool {
        await wait(for: revision, until: clock.now + time)
    }

    private func wait(
        for revision: Revision, until deadline: ContinuousClock.Instant?
    ) async
        -> Bool
    {
        await withCheckedContinuation { continuation in
            let answer: Bool? = state.withLock { state in
                if state.settled >= revision { return true }
                if state.isStopped { return false }
                state.waiting.append(
                    Waiting(revision: revision, deadline: deadline, continuation: continuation))
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}

extension WatchCache {
    /// The key of an object in the store; the namespace is empty for cluster-wide kinds.
    public static func key(
        _ resource: GroupResource, namespace: String = "", name: String
    ) -> String {
        prefix(resource) + (namespace.isEmpty ? name : namespace + "/" + name)
    }

    /// Where a resource's keys begin.
    public static func prefix(_ resource: GroupResource) -> String { "/registry/\(resource)/" }
}
