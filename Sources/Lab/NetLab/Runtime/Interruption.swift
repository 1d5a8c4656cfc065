import LinuxSystem

/// Ctrl-C and SIGTERM as an error between two steps, so that what was made is taken down.
final class Interruption: Sendable {
    private let signals: ProcessSignals

    /// From here on the two signals no longer end the process by themselves.
    init() throws {
        signals = try ProcessSignals([.interrupt, .terminate, .hangUp])
    }

    /// Throws when one of them has come.
    func check() throws {
        if signals.take() != nil { throw LabError("interrupted") }
    }
}
