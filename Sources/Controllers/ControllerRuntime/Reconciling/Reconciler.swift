import APIMachinery
import Logging

/// Workers that look at keys of a queue until their task is cancelled.
public struct Reconciler<Key: Hashable & Sendable>: Sendable {
    /// The keys to look at.
    public let queue: WorkQueue<Key>
    private let name: String
    private let workers: Int
    private let logger: Logger
    private let reconcile: @Sendable (Key) async throws(APIStatus) -> Duration?

    /// Workers.
    /// - Parameters:
    ///   - name: what logs call it.
    ///   - workers: how many keys are worked on at once.
    ///   - reconcile: makes one key's part of the cluster what it should be, from the state as it
    ///     is now. Returns when to look again, or nil. What it throws is tried again, later and
    ///     later.
    public init(
        _ name: String, workers: Int = 4, queue: WorkQueue<Key> = WorkQueue(), logger: Logger,
        reconcile: @escaping @Sendable (Key) async throws(APIStatus) -> Duration?
    ) {
        self.name = name
        self.workers = workers
        self.queue = queue
        self.logger = logger
        self.reconcile = reconcile
    }

    /// Works once the caches are filled.
    public func run(after informers: [Informer] = []) async {
        for informer in informers { await informer.waitUntilFilled() }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<workers { group.addTask { await work() } }
        }
    }

    private func work() async {
        while let key = await queue.next() {
            do throws(APIStatus) {
                let again = try await reconcile(key)
                queue.forget(key)
                if let again { queue.add(key, after: again) }
            } catch {
                // Another has written meanwhile: no fault, the next look sees it.
                let level: Logger.Level = error.code == 409 ? .debug : .warning
                logger.log(level: level, "\(name): \(key): \(error)")
                queue.retry(key)
            }
            queue.done(key)
        }
    }
}
