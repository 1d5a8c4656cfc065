/// Why something can't be started, and when it is tried again.
public struct Trouble: Sendable, Hashable {
    /// `CreateContainerConfigError`, `ErrImagePull` …
    public var reason: String
    public var message: String
    public var retryAt: ContinuousClock.Instant
    /// What it is called once it has lasted: `ImagePullBackOff`.
    public var later: Later?

    /// What a trouble is called from a time on.
    public struct Later: Sendable, Hashable {
        public var at: ContinuousClock.Instant
        public var reason: String
        public var message: String

        public init(at: ContinuousClock.Instant, reason: String, message: String) {
            self.at = at
            self.reason = reason
            self.message = message
        }
    }

    public init(
        reason: String, message: String, retryAt: ContinuousClock.Instant, later: Later? = nil
    ) {
        self.reason = reason
        self.message = message
        self.retryAt = retryAt
        self.later = later
    }

    /// What is said of it at a time.
    public func shown(at now: ContinuousClock.Instant) -> (reason: String, message: String) {
        if let later, later.at <= now { return (later.reason, later.message) }
        return (reason, message)
    }
}
