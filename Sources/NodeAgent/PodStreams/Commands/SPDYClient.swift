import ContainerRuntime
import JSON
import RemoteStreams
import Synchronization

/// A client that speaks `v4.channel.k8s.io` over SPDY: a stream for each of the command's streams,
/// one for the status, one for sizes of a terminal.
final class SPDYClient: CommandClient {
    static let protocols = ["v4.channel.k8s.io"]

    let input = ByteQueue()
    let sizes = ByteQueue()
    private let connection: SPDYConnection
    private let expected: Set<String>
    private let streams = Mutex<[String: SPDYStream]>([:])
    private let allOpen = ByteQueue()

    init(_ connection: SPDYConnection, _ request: CommandRequest) {
        self.connection = connection
        var expected: Set<String> = ["error"]
        if request.hasInput { expected.insert("stdin") }
        if request.hasOutput { expected.insert("stdout") }
        if request.hasErrors, !request.hasTerminal { expected.insert("stderr") }
        if request.hasTerminal { expected.insert("resize") }
        self.expected = expected
    }

    func run(atEnd: @escaping @Sendable () async -> Void) async {
        await connection.run(atEnd: atEnd) { stream in
            let kind = stream.headers["streamtype"] ?? ""
            let isComplete = streams.withLock { streams in
                streams[kind] = stream
                return expected.isSubset(of: streams.keys)
            }
            switch kind {
            case "stdin": Self.carry(stream.input, to: input)
            case "resize": Self.carry(stream.input, to: sizes)
            default: break
            }
            if isComplete { allOpen.finish() }
        }
        allOpen.finish()
        input.finish()
        sizes.finish()
    }

    private static func carry(_ source: ByteQueue, to sink: ByteQueue) {
        Task {
            while let bytes = await source.take() { await sink.put(bytes) }
            sink.finish()
        }
    }

    /// A stream, once the client has opened all.
    private func stream(_ kind: String) async -> SPDYStream? {
        _ = await allOpen.take()
        return streams.withLock { $0[kind] }
    }

    func send(_ piece: CommandOutput) async throws {
        switch piece {
        case .output(let bytes): try await stream("stdout")?.write(bytes)
        case .errors(let bytes): try await stream("stderr")?.write(bytes)
        }
    }

    func finish(_ status: JSON) async {
        let stream = await stream("error")
        try? await stream?.write(status.serialized())
        for stream in streams.withLock({ Array($0.values) }) { await stream.finish() }
        connection.close()
    }
}
