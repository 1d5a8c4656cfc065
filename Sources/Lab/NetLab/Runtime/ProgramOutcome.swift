/// What a program left when it ended.
struct ProgramOutcome: Hashable, Sendable {
    /// Its exit status; 128 and the signal's number when a signal ended it.
    var status: Int
    /// What it printed to standard output.
    var output: [UInt8]
    /// The last lines that it printed to standard error.
    var diagnostics: String

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
}
