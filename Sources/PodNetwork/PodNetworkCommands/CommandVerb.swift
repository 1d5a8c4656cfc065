/// A verb that people call the program with: `martlet-cni ipam list`.
///
/// Runtimes call it by `CNI_COMMAND` instead, and never see these.
package protocol CommandVerb {
    /// The words that choose it.
    static var words: [String] { get }
    /// What it does, in a line.
    static var summary: String { get }
    /// Its arguments, a line each, for `--help`.
    static var usage: String { get }

    /// Reads the arguments behind the words.
    /// - Throws: `UsageError` for arguments that make no sense.
    init(_ arguments: [String]) throws(UsageError)

    /// Does it.
    func run() throws -> CommandOutcome
}

/// What a verb prints, and how it ends.
package struct CommandOutcome: Sendable, Equatable {
    /// For standard output.
    package var output: String
    /// For standard error.
    package var notice: String
    /// 0 as it should be; 1 it could not be done; 2 something is not as it should be.
    package var status: Int32

    /// An outcome.
    package init(_ output: String = "", notice: String = "", status: Int32 = 0) {
        self.output = output
        self.notice = notice
        self.status = status
    }
}

/// Arguments that make no sense: exit status 64. C: EX_USAGE
package struct UsageError: Error, CustomStringConvertible {
    /// What was found and what was expected.
    package var description: String

    /// An error.
    package init(_ description: String) { self.description = description }
}
