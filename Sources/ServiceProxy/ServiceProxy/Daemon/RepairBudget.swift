/// How often tables are repaired that somebody else changes: at once, as long as that is rare.
///
/// A rival that wants them otherwise would else keep both busy for ever.
package struct RepairBudget {
    /// So many repairs may come at once.
    package static let burst = 20.0
    /// So many a second in the long run.
    package static let rate = 1.0

    package init() {}

    private var left = RepairBudget.burst
    private var lastAsked: UInt64 = 0

    /// Asks for a repair; when it must wait, says for how long. What waits is paid for already.
    ///
    /// - Parameter now: nanoseconds on the clock that never goes back.
    package mutating func take(now: UInt64) -> Duration? {
        if lastAsked != 0 {
            left = min(Self.burst, left + Double(now - lastAsked) / 1e9 * Self.rate)
        }
        lastAsked = now
        left -= 1
        guard left < 0 else { return nil }
        return .nanoseconds(Int64(-left / Self.rate * 1e9))
    }
}
