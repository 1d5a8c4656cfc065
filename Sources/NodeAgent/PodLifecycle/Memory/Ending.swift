/// Why a pod is ended here, and how long it has.
public struct Ending: Sendable, Hashable {
    /// What ends it.
    public enum Cause: Sendable, Hashable {
        /// The API server was asked to delete it and waits for this node.
        case deleted
        /// The API server doesn't have it any more.
        case gone
        /// All its containers have ended for good, or it could not be initialised.
        case finished
        /// This node ends it, with the reason and message of its status.
        case failed(reason: String, message: String)
    }

    public var cause: Cause
    public var since: ContinuousClock.Instant
    /// Seconds.
    public var grace: Int

    public init(_ cause: Cause, since: ContinuousClock.Instant, grace: Int) {
        self.cause = cause
        self.since = since
        self.grace = grace
    }

    /// Whether the pod's remains go too.
    public var isRemoval: Bool {
        switch cause {
        case .deleted, .gone: true
        case .finished, .failed: false
        }
    }

    /// Seconds that are left, at least 1, so that a process can say goodbye.
    public func graceLeft(at now: ContinuousClock.Instant) -> Int {
        max(1, grace - Int((now - since).components.seconds))
    }
}
