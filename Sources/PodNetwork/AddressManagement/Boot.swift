import LinuxSystem

/// A boot of the machine. No container outlives it, so what was held before it is free.
package struct Boot: Sendable {
    /// The kernel's name for it, another one each time.
    package var id: String
    /// When it began, in nanoseconds since 1970. Nil when the clock was set since then: a file's
    /// time says nothing then.
    package var beginning: @Sendable () -> Int64?

    /// A boot.
    package init(id: String, beginning: @escaping @Sendable () -> Int64? = { nil }) {
        self.id = id
        self.beginning = beginning
    }

    /// The present one.
    package static func current() throws(SystemError) -> Boot {
        Boot(id: try CurrentProcess.bootID(), beginning: steadyBeginning)
    }

    /// A machine without a clock that runs while it is off starts with a wrong time, and pods may
    /// start before it is put right: their files would look as if they were from before the boot.
    /// The kernel makes `/dev/null` when it starts, by the clock as it is then; where its time
    /// differs from the computed beginning, the clock was set.
    private static func steadyBeginning() -> Int64? {
        let now = WallClock.microseconds * 1000
        let computed = now - Int64(clamping: MonotonicClock.nanosecondsSinceBoot)
        guard let made = try? Files.status("/dev/null").modifiedNanoseconds,
            (made - computed).magnitude < 60_000_000_000
        else { return nil }
        return min(made, computed)
    }
}
