/// What a command in a container left.
public struct CommandResult: Sendable, Hashable {
    public var exitCode: Int
    public var output: [UInt8]
    public var errors: [UInt8]

    public init(exitCode: Int, output: [UInt8] = [], errors: [UInt8] = []) {
        self.exitCode = exitCode
        self.output = output
        self.errors = errors
    }
}

/// A command to start with streams: `kubectl exec`, or, without a command, `kubectl attach`.
public struct CommandRequest: Sendable, Hashable {
    public var container: String
    /// Empty attaches to the container's own process.
    public var command: [String]
    public var hasInput: Bool
    public var hasOutput: Bool
    public var hasErrors: Bool
    public var hasTerminal: Bool

    public init(
        container: String, command: [String], hasInput: Bool = false, hasOutput: Bool = true,
        hasErrors: Bool = true, hasTerminal: Bool = false
    ) {
        self.container = container
        self.command = command
        self.hasInput = hasInput
        self.hasOutput = hasOutput
        self.hasErrors = hasErrors
        self.hasTerminal = hasTerminal
    }
}

/// A command with streams to it.
public enum OpenedCommand: Sendable {
    /// Its streams are here.
    case streams(any CommandStreams)
    /// Somebody else serves them: a URL that takes the client's upgraded connection as it is.
    case address(String)
}

/// The streams of one running command.
public protocol CommandStreams: Sendable {
    /// What it writes, until both ends are closed.
    var output: AsyncStream<CommandOutput> { get }
    /// Gives it input; waits while it does not read.
    func write(_ bytes: [UInt8]) async throws(RuntimeError)
    /// Ends its input.
    func closeInput() async
    /// Sets the size of its terminal.
    func resize(columns: UInt16, rows: UInt16) async
    /// Its exit code, once it has ended.
    func wait() async throws(RuntimeError) -> Int
    /// Ends it: nobody listens any more.
    func cancel() async
}

/// A piece of what a command writes.
public enum CommandOutput: Sendable, Hashable {
    case output([UInt8])
    case errors([UInt8])
}
