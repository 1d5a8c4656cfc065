import ContainerRuntime
import ContainerShim
import LinuxSystem
import Synchronization

/// The streams of a container's own process: `kubectl attach`.
final class AttachedStreams: CommandStreams {
    private let socket: SharedDescriptor
    private let hasInput: Bool
    private let queue: OutputQueue
    private let code = Later<Int?>()

    var output: AsyncStream<CommandOutput> { queue.stream }

    /// Connects to a container's shim.
    init(socket path: String, hasInput: Bool) throws {
        let descriptor = try LocalSocket.connect(to: path)
        try descriptor.setNonblocking(false)
        socket = SharedDescriptor(descriptor)
        self.hasInput = hasInput
        queue = try OutputQueue()
        let (socket, queue, code) = (socket, queue, code)
        _ = try SystemThread.spawn(name: "attach-output") {
            code.set(Self.read(socket, into: queue))
            queue.end()
        }
    }

    /// Reads until the container ends, or the connection does.
    private static func read(_ socket: SharedDescriptor, into queue: OutputQueue) -> Int? {
        var buffer: [UInt8] = []
        while true {
            do {
                while let frame = try StreamFrame.decode(from: &buffer) {
                    switch frame {
                    case .output(let bytes): try queue.put(.output(bytes))
                    case .errors(let bytes): try queue.put(.errors(bytes))
                    case .exit(let code): return code
                    case .input, .endOfInput, .size: break
                    }
                }
                guard try socket.read(into: &buffer, limit: 64 << 10) > 0 else { return nil }
            } catch {
                return nil
            }
        }
    }

    func write(_ bytes: [UInt8]) async throws(RuntimeError) {
        guard hasInput else { return }
        let socket = socket
        try await OwnThread.run("attach-input") {
            for start in stride(from: 0, to: bytes.count, by: 64 << 10) {
                let piece = bytes[start..<min(bytes.count, start + 64 << 10)]
                try socket.write(StreamFrame.input(Array(piece)).encoded)
            }
        }
    }

    func closeInput() async { send(.endOfInput) }

    func resize(columns: UInt16, rows: UInt16) async { send(.size(columns: columns, rows: rows)) }

    /// A few bytes always fit; a shim that is gone needs none.
    private func send(_ frame: StreamFrame) { try? socket.write(frame.encoded) }

    func wait() async throws(RuntimeError) -> Int {
        guard let code = await code.value else {
            throw RuntimeError(.unavailable, "the connection to the container ended")
        }
        return code
    }

    func cancel() async {
        queue.end()
        socket.shutDown()
    }
}
