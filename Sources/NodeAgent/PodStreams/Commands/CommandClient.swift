import ContainerRuntime
import JSON
import RemoteStreams

/// The client's end of a command's streams, in whichever protocol.
protocol CommandClient: Sendable {
    /// What goes to the command's input; ends when the client says so.
    var input: ByteQueue { get }
    /// Sizes of the client's terminal, each a JSON object.
    var sizes: ByteQueue { get }
    /// Hears the client until it is gone; `atEnd` is done before the queues end.
    func run(atEnd: @escaping @Sendable () async -> Void) async
    /// Sends what the command wrote.
    func send(_ piece: CommandOutput) async throws
    /// Says how the command ended, and that this is all.
    func finish(_ status: JSON) async
}

/// How a command ended, as clients read it from the channel for errors.
enum CommandStatus {
    static let success: JSON = ["metadata": [:], "status": "Success"]

    static func exited(_ code: Int) -> JSON {
        guard code != 0 else { return success }
        return [
            "metadata": [:], "status": "Failure",
            "message": .string("command terminated with non-zero exit code: exit code \(code)"),
            "reason": "NonZeroExitCode",
            "details": [
                "causes": [["reason": "ExitCode", "message": .string(String(code))]]
            ],
        ]
    }

    static func failed(_ message: String) -> JSON {
        [
            "metadata": [:], "status": "Failure", "message": .string(message),
            "reason": "InternalError", "code": 500,
        ]
    }
}
