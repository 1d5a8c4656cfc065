import LinuxSystem

/// Where the program says what it does: one line each, on standard error.
public struct Console: Sendable {
    /// Whether each synchronisation is told.
    public var isVerbose: Bool

    /// A console.
    public init(isVerbose: Bool) { self.isVerbose = isVerbose }

    /// Something that people should see.
    public func say(_ line: String) {
        // Nobody is left to be told when standard error is gone.
        try? StandardStream.error.write("svcproxy: \(line)\n")
    }

    /// Something for those who asked for details.
    public func detail(_ line: @autoclosure () -> String) {
        if isVerbose { say(line()) }
    }
}
