import LinuxSystem

/// Where a command prints: results to standard output, progress to a terminal only.
public struct Console: Sendable {
    private let showsProgress: Bool

    /// The process's own output.
    public init() { showsProgress = StandardStream.error.isTerminal }

    /// A line of the command's results.
    func say(_ text: String) { try? StandardStream.output.write(text + "\n") }

    /// A line for people, beside the results.
    func warn(_ text: String) {
        clear()
        try? StandardStream.error.write(text + "\n")
    }

    /// What is being done now; the next one takes its place.
    func progress(_ text: String) {
        if showsProgress { try? StandardStream.error.write("\r\u{1B}[K… \(text)") }
    }

    /// Takes the progress away.
    func clear() {
        if showsProgress { try? StandardStream.error.write("\r\u{1B}[K") }
    }
}
