import KubernetesAPI
import Synchronization

/// Brings the kinds' changes together: the first batch waits until every kind was listed.
final class Gathering: Sendable {
    private struct State {
        var missing: Set<Kind>
        var waiting: [ObjectEvent] = []
        /// What is wrong, by kind; the first by name is told.
        var problems: [Kind: String] = [:]
        var told: String?
        var rejected: [String] = []
    }

    private let state: Mutex<State>
    private let mailbox: BatchMailbox

    init(kinds: Set<Kind>, mailbox: BatchMailbox) {
        state = Mutex(State(missing: kinds))
        self.mailbox = mailbox
        if kinds.isEmpty { mailbox.put(ObjectBatch(events: [], isInitialListComplete: true)) }
    }

    /// A kind was listed, anew or for the first time.
    func listed(
        _ kind: Kind, _ events: [ObjectEvent], problem: String?, rejected: [String] = []
    ) {
        publish(kind, events, problem: problem, rejected, isListed: true)
    }

    /// Something of a kind changed.
    func changed(
        _ kind: Kind, _ events: [ObjectEvent], problem: String?, rejected: [String] = []
    ) {
        publish(kind, events, problem: problem, rejected, isListed: false)
    }

    private func publish(
        _ kind: Kind, _ events: [ObjectEvent], problem: String?, _ rejected: [String],
        isListed: Bool
    ) {
        // Put while locked, so that batches of one kind stay in order.
        state.withLock { state in
            let wasComplete = state.missing.isEmpty
            if isListed { state.missing.remove(kind) }
            state.problems[kind] = problem
            state.waiting += events
            state.rejected += rejected
            let first = state.problems.min { $0.key.name < $1.key.name }?.value
            let isComplete = state.missing.isEmpty
            let hasNews =
                first != state.told || isComplete && !wasComplete || !state.rejected.isEmpty
            guard hasNews || (isComplete && !state.waiting.isEmpty) else { return }
            state.told = first
            mailbox.put(
                ObjectBatch(
                    events: isComplete ? state.waiting : [], isInitialListComplete: isComplete,
                    problem: first, rejected: state.rejected))
            state.rejected = []
            if isComplete { state.waiting = [] }
        }
    }
}
