import NetworkAddress
import ServiceModel

/// A Service port that the kernel refused by itself: the others go on without it, and it is tried
/// again by itself, later each time.
public struct SetAside: Sendable {
    /// The family of its table.
    public var family: AddressFamily
    /// Which port.
    public var name: ServicePortName
    /// What the kernel said last.
    public var reason: String
    /// How often it was refused.
    public var attempts = 0
    /// What the kernel has of it still; nil when nothing.
    var programmed: ServicePortPlan?
    /// When it is tried again, on the clock that never goes back, in nanoseconds.
    var nextAttempt: UInt64 = 0

    /// The pause after so many refusals: 1 s, doubling up to a minute.
    static func pause(after attempts: Int) -> Duration {
        .seconds(min(60, 1 << max(0, min(attempts - 1, 6))))
    }

    init(
        _ family: AddressFamily, _ name: ServicePortName, programmed: ServicePortPlan?
    ) {
        self.family = family
        self.name = name
        self.programmed = programmed
        reason = ""
    }

    /// Notes a refusal.
    mutating func refuse(_ error: any Error, now: UInt64) {
        reason = "\(error)"
        attempts += 1
        nextAttempt = now + Self.pause(after: attempts).wholeNanoseconds
    }
}

extension Duration {
    /// Below zero counts as zero.
    var wholeNanoseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0 else { return 0 }
        return UInt64(parts.seconds) * 1_000_000_000
            + UInt64(max(0, parts.attoseconds) / 1_000_000_000)
    }
}
