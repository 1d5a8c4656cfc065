import APIMachinery
import Synchronization

/// Whether one who was elected still leads: known by the clock alone, also after a sleep in which
/// nothing could be renewed.
public final class Leadership: Sendable {
    private struct State {
        var end: ContinuousClock.Instant
        var isOver = false
    }

    /// For which it was elected; writes name it.
    public let term: LeaseTerm
    private let state: Mutex<State>

    /// A leadership that is held until then at least.
    package init(_ term: LeaseTerm, until end: ContinuousClock.Instant) {
        self.term = term
        state = Mutex(State(end: end))
    }

    /// Whether nobody else can lead yet.
    public var isHeld: Bool {
        state.withLock { !$0.isOver && ContinuousClock.now < $0.end }
    }

    /// Whether the server said that the term is over.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// It was renewed.
    func extend(until end: ContinuousClock.Instant) { state.withLock { $0.end = end } }

    /// The server says that the term is over: for good.
    func end() { state.withLock { $0.isOver = true } }
}
