import ContainerRuntime

/// What a node remembers of one container from look to look.
public struct ContainerMemory: Sendable, Hashable {
    /// The end of a run, by the clock that doesn't jump.
    public struct SeenEnd: Sendable, Hashable {
        public var container: String
        public var at: ContinuousClock.Instant
    }

    /// What probes have said of one run.
    public struct Verdicts: Sendable, Hashable {
        public var container: String
        public var isReady: Bool?
        public var isStarted: Bool?
        /// Why it must be ended: `failed liveness probe, will be restarted`.
        public var failure: String?
        /// Seconds that it has to end; nil for the pod's.
        public var grace: Int?

        public init(container: String) { self.container = container }
    }

    /// The last run's number; −1 before the first.
    public var attempt = -1
    /// How the last run ended, or the one before the one that is on.
    public var lastEnd: Termination?
    public var seenEnd: SeenEnd?
    public var trouble: Trouble?
    public var crashes = Backoff()
    public var pulls = Backoff()
    public var verdicts: Verdicts?

    public init() {}

    /// What the probes of a run have said.
    public func verdicts(of container: String) -> Verdicts {
        verdicts.flatMap { $0.container == container ? $0 : nil }
            ?? Verdicts(container: container)
    }
}
