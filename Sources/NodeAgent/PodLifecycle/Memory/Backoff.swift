/// Pauses that double from failure to failure, and are forgotten after a good while.
public struct Backoff: Sendable, Hashable {
    /// The first pause and the longest.
    public struct Limits: Sendable, Hashable {
        public var first: Duration
        public var longest: Duration

        /// As upstream has them: 10 seconds, 5 minutes.
        public init(first: Duration = .seconds(10), longest: Duration = .seconds(300)) {
            self.first = first
            self.longest = longest
        }
    }

    /// The pause since the last failure; zero before the first.
    public private(set) var pause = Duration.zero
    private var raisedAt: ContinuousClock.Instant?

    /// No failure yet.
    public init() {}

    /// When an end at a time may be followed by another try; nil: at once.
    public func pauseEnd(
        since end: ContinuousClock.Instant, _ limits: Limits
    ) -> ContinuousClock.Instant? {
        guard let raisedAt, end - raisedAt <= limits.longest * 2 else { return nil }
        return end + pause
    }

    /// Tries again after an end: the next pause is longer.
    public mutating func raise(
        since end: ContinuousClock.Instant, at now: ContinuousClock.Instant, _ limits: Limits
    ) {
        if let raisedAt, end - raisedAt <= limits.longest * 2 {
            pause = min(pause * 2, limits.longest)
        } else {
            pause = limits.first
        }
        raisedAt = now
    }
}
