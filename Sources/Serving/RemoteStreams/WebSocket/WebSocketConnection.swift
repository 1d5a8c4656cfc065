/// The server's end of a WebSocket connection. One task receives.
public final class WebSocketConnection: Sendable {
    private let transport: any ByteTransport
    private let reading: WebSocketReading

    /// A connection whose upgrade is done.
    public init(_ transport: any ByteTransport) {
        self.transport = transport
        reading = WebSocketReading(transport)
    }

    /// The next message, however many frames it came in; nil when the connection is at its end.
    public func receive() async -> [UInt8]? { await reading.message() }

    /// Sends a binary message.
    public func send(_ message: [UInt8]) async throws {
        try await transport.write(WebSocketFrame(opcode: .binary, payload: message).encoded)
    }

    /// Says that all went well, and that this is the end. RFC 6455 section 7.4.1.
    public func end() async {
        let normal: [UInt8] = [0x03, 0xE8]
        try? await transport.write(WebSocketFrame(opcode: .close, payload: normal).encoded)
    }

    /// Ends it at once.
    public func close() { transport.close() }
}

/// Makes messages of what comes, and answers what the protocol itself asks.
private actor WebSocketReading {
    private let transport: any ByteTransport
    private var bytes: ArraySlice<UInt8> = []
    private var message: [UInt8] = []
    private var isOver = false

    init(_ transport: any ByteTransport) { self.transport = transport }

    func message() async -> [UInt8]? {
        while let frame = await frame() {
            switch frame.opcode {
            case .binary, .text, .continuation:
                message += frame.payload
                guard message.count <= WebSocketFrame.limit else { return finish() }
                guard frame.isFinal else { continue }
                defer { message = [] }
                return message
            case .ping:
                let pong = WebSocketFrame(opcode: .pong, payload: frame.payload)
                try? await transport.write(pong.encoded)
            case .close:
                try? await transport.write(frame.encoded)
                return finish()
            default: break
            }
        }
        return finish()
    }

    private func finish() -> [UInt8]? {
        isOver = true
        return nil
    }

    private func frame() async -> WebSocketFrame? {
        while !isOver {
            do throws(WebSocketFrame.Malformed) {
                if let frame = try WebSocketFrame.decode(from: &bytes) { return frame }
            } catch {
                return nil
            }
            guard let more = await transport.read() else { return nil }
            // A new array: a slice would keep all that was ever read.
            bytes = (Array(bytes) + more)[...]
        }
        return nil
    }
}

/// A stream of bytes in binary messages, as port forwarding is tunnelled.
public final class WebSocketTunnel: ByteTransport {
    private let connection: WebSocketConnection

    /// A tunnel through a connection.
    public init(_ connection: WebSocketConnection) { self.connection = connection }

    public func read() async -> [UInt8]? {
        while let message = await connection.receive() {
            if !message.isEmpty { return message }
        }
        return nil
    }

    public func write(_ bytes: [UInt8]) async throws { try await connection.send(bytes) }

    public func close() { connection.close() }
}
