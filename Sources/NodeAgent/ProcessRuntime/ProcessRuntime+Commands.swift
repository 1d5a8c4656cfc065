import ContainerRuntime
import LinuxSystem
import NetworkAddress

extension ProcessRuntime {
    public func exec(
        _ command: [String], in container: String, timeout: Duration
    ) async throws(RuntimeError) -> CommandResult {
        try await OwnThread.run("exec") {
            _ = try self.running(container)
            let program = self.entry(container, command, hasTerminal: false)
            guard let run = try ProgramRun.run(program, limit: timeout) else {
                throw RuntimeError(
                    .timedOut,
                    "command \(command) timed out after \(timeout.components.seconds)s")
            }
            return CommandResult(exitCode: run.status, output: run.output, errors: run.errors)
        }
    }

    public func openCommand(
        _ request: CommandRequest
    ) async throws(RuntimeError) -> OpenedCommand {
        try await OwnThread.run("exec-open") {
            _ = try self.running(request.container)
            if request.command.isEmpty {
                return .streams(
                    try AttachedStreams(
                        socket: self.folders.container(request.container).streamSocket,
                        hasInput: request.hasInput))
            }
            let program = self.entry(
                request.container, request.command, hasTerminal: request.hasTerminal)
            return .streams(try StartedStreams(program, request))
        }
    }

    public func connect(
        toPort port: UInt16, of sandbox: String
    ) async throws(RuntimeError) -> Int32 {
        try await OwnThread.run("connect") {
            guard let record = self.state.withLock({ $0.sandboxes[sandbox] }) else {
                throw RuntimeError(.notFound, "sandbox \"\(sandbox)\" not found")
            }
            let path =
                record.configuration.isHostNetwork
                ? self.options.nodeNamespace : self.folders.namespace(sandbox)
            guard let path else { return try Self.connect(port) }
            let namespace = try NetworkNamespace(path: path)
            return try namespace.run { try Self.connect(port) }
        }
    }

    /// `localhost` as resolvers give it: IPv4 first.
    private static func connect(_ port: UInt16) throws -> Int32 {
        let targets = ["127.0.0.1", "::1"].compactMap { IPAddress($0) }
            .map { SocketEndpoint($0, Port(rawValue: port)) }
        var failure: any Error = RuntimeError(.failed, "there is no loopback address")
        for (index, target) in targets.enumerated() {
            do {
                let socket = try StreamSocket(connect: target, timeout: .seconds(5))
                return try socket.duplicate().release()
            } catch {
                if index == 0 { failure = error }
            }
        }
        throw failure
    }

    /// The shim that enters a container with a command.
    private func entry(
        _ container: String, _ command: [String], hasTerminal: Bool
    ) -> ChildProcess.Program {
        let folder = folders.container(container).path
        var program = ChildProcess.Program(
            options.shim,
            ["exec", folder] + (hasTerminal ? ["--terminal"] : []) + ["--"] + command)
        program.environment = ["SWIFT_BACKTRACE=enable=no"]
        program.directory = "/"
        return program
    }
}
