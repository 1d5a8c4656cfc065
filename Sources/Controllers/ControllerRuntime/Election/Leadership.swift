import Synchronization

/// Whether one who was elected still leads: known by the clock alone, also after a sleep in which
/// nothing could be renewed.
public final class Leadership: Sendable {
    private let end: Mutex<ContinuousClock.Instant>

    init(until end: ContinuousClock.Instant) { self.end = Mutex(end) }

    /// Whether nobody else can lead yet.
    public var isHeld: Bool { ContinuousClock.now < end.withLock { $0 } }

    /// It was renewed.
    func extend(until end: ContinuousClock.Instant) { self.end.withLock { $0 = end } }
}
