import ClusterZone
import KubernetesClient

/// Follows a source of objects and hands each new state of the zones on.
public struct ClusterFollower: Sendable {
    private let source: any ObjectSource
    private var state: ClusterState

    /// A follower that has seen nothing yet.
    public init(_ source: any ObjectSource, _ configuration: ZoneConfiguration, serial: UInt32 = 1)
    {
        self.source = source
        state = ClusterState(configuration, serial: serial)
    }

    /// Follows until the source ends or the task is cancelled.
    ///
    /// - Parameters:
    ///   - problem: takes what the source can't read for now; nil when it can again.
    ///   - changed: takes each state from the one that completes the first list on.
    public mutating func follow(
        problem: (String?) -> Void, changed: (ZoneIndex) throws -> Void
    ) async throws {
        var isComplete = false
        var known: String?
        for try await batch in source.batches(of: ClusterState.kinds(state.configuration)) {
            if batch.problem != known {
                known = batch.problem
                problem(known)
            }
            state.apply(batch.events)
            guard batch.isInitialListComplete else { continue }
            if !isComplete || !batch.events.isEmpty { try changed(state.index) }
            isComplete = true
        }
    }
}
