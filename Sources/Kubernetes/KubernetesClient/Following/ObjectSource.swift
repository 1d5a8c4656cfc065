import KubernetesAPI

/// Events that belong together, in order.
public struct ObjectBatch: Sendable {
    /// What happened.
    public var events: [ObjectEvent]
    /// True from the batch on that completes the first list.
    public var isInitialListComplete: Bool
    /// Why the source can't be read at the moment; what was known before stays. Nil when it can.
    public var problem: String?
    /// Objects that can't be read, a line each that names the object and its fault; told once. Each
    /// is as it was last read, and the others are not touched by it.
    public var rejected: [String]

    /// A batch.
    public init(
        events: [ObjectEvent], isInitialListComplete: Bool, problem: String? = nil,
        rejected: [String] = []
    ) {
        self.events = events
        self.rejected = rejected
        self.isInitialListComplete = isInitialListComplete
        self.problem = problem
    }
}

/// Where objects come from: files, or an API server's list and watch.
public protocol ObjectSource: Sendable {
    /// Everything of these kinds, then what changes, until the consumer stops or the source ends.
    ///
    /// Level-triggered: an object that does not change makes no event, and one that changed several
    /// times may make one. An error ends the stream; what can heal is told by `problem` instead.
    func batches(of kinds: Set<Kind>) -> AsyncThrowingStream<ObjectBatch, any Error>
}
