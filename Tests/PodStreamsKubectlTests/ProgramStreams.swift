import ContainerRuntime
import Foundation

/// A program of this machine in a container's stead.
final class ProgramStreams: CommandStreams, @unchecked Sendable {
    let output: AsyncStream<CommandOutput>
    private let process = Process()
    private let input = Pipe()
    private let ended = DispatchGroup()

    init(_ command: [String]) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let (out, err) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = out
        process.standardError = err
        let (stream, sender) = AsyncStream.makeStream(of: CommandOutput.self)
        output = stream
        let open = DispatchGroup()
        let ended = ended
        ended.enter()
        process.terminationHandler = { _ in ended.leave() }
        try process.run()
        for (pipe, isOutput) in [(out, true), (err, false)] {
            open.enter()
            Thread.detachNewThread {
                while let data = pipe.next() {
                    sender.yield(isOutput ? .output(Array(data)) : .errors(Array(data)))
                }
                open.leave()
            }
        }
        open.notify(queue: .global()) { sender.finish() }
    }

    func write(_ bytes: [UInt8]) async throws(RuntimeError) {
        let handle = input.fileHandleForWriting
        let isWritten = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    returning: (try? handle.write(contentsOf: Data(bytes))) != nil)
            }
        }
        if !isWritten { throw RuntimeError(.failed, "the program reads no more") }
    }

    func closeInput() async { try? input.fileHandleForWriting.close() }

    func resize(columns: UInt16, rows: UInt16) async {}

    func wait() async throws(RuntimeError) -> Int {
        await withCheckedContinuation { continuation in
            ended.notify(queue: .global()) { continuation.resume() }
        }
        return Int(process.terminationStatus)
    }

    func cancel() async { if process.isRunning { process.terminate() } }
}

/// A runtime whose containers are the machine itself.
struct MachineRuntime: ContainerRuntime {
    private var none: RuntimeError { RuntimeError(.failed, "not here") }

    var version: String { "machine://1" }

    func openCommand(_ request: CommandRequest) async throws(RuntimeError) -> OpenedCommand {
        do {
            let command = request.command.isEmpty ? ["cat"] : request.command
            return .streams(try ProgramStreams(command))
        } catch {
            throw RuntimeError(.failed, "\(error)")
        }
    }

    func connect(toPort port: UInt16, of sandbox: String) async throws(RuntimeError) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw RuntimeError(.failed, "connection refused")
        }
        return descriptor
    }

    func readiness() -> RuntimeReadiness {
        RuntimeReadiness(isReady: true, isNetworkReady: true)
    }
    func runSandbox(_ sandbox: SandboxConfiguration) throws(RuntimeError) -> String { throw none }
    func stopSandbox(_ id: String) {}
    func removeSandbox(_ id: String) {}
    func sandboxes() -> [SandboxState] { [] }
    func createContainer(
        _ container: ContainerConfiguration, in sandbox: SandboxReference
    ) throws(RuntimeError) -> String { throw none }
    func startContainer(_ id: String) {}
    func stopContainer(_ id: String, grace: Int) {}
    func removeContainer(_ id: String) {}
    func containers() -> [ContainerState] { [] }
    func exec(
        _ command: [String], in container: String, timeout: Duration
    ) throws(RuntimeError) -> CommandResult { throw none }
    func image(_ name: String) -> ImageState? { nil }
    func pullImage(_ name: String) throws(RuntimeError) -> ImageState { throw none }
    func images() -> [ImageState] { [] }
    func changes() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
