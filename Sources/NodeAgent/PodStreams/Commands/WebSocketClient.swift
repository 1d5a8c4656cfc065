import ContainerRuntime
import JSON
import RemoteStreams

/// A client that speaks `v4.channel.k8s.io` or `v5.channel.k8s.io` over WebSocket: the first byte
/// of a message says which channel it belongs to.
final class WebSocketClient: CommandClient {
    /// The channels' numbers.
    private enum Channel {
        static let input: UInt8 = 0
        static let output: UInt8 = 1
        static let errors: UInt8 = 2
        static let status: UInt8 = 3
        static let size: UInt8 = 4
        /// Since v5: the channel whose number follows ends.
        static let end: UInt8 = 255
    }

    /// The protocols, the best first.
    static let protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"]

    let input = ByteQueue()
    let sizes = ByteQueue()
    private let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) { self.connection = connection }

    func run(atEnd: @escaping @Sendable () async -> Void) async {
        while let message = await connection.receive() {
            guard let channel = message.first else { continue }
            let bytes = Array(message.dropFirst())
            switch channel {
            case Channel.input: await input.put(bytes)
            case Channel.size: await sizes.put(bytes)
            case Channel.end where bytes.first == Channel.input: input.finish()
            default: break
            }
        }
        await atEnd()
        input.finish()
        sizes.finish()
    }

    func send(_ piece: CommandOutput) async throws {
        switch piece {
        case .output(let bytes): try await connection.send([Channel.output] + bytes)
        case .errors(let bytes): try await connection.send([Channel.errors] + bytes)
        }
    }

    func finish(_ status: JSON) async {
        try? await connection.send([Channel.status] + status.serialized())
        await connection.end()
        connection.close()
    }
}
