import HTTPServer
import RemoteStreams
import Testing

@Suite struct WebSocketTests {
    /// A frame as clients send it: masked.
    private func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        var head: [UInt8] = [first]
        switch payload.count {
        case ...125: head.append(0x80 | UInt8(payload.count))
        default:
            head += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        }
        return head + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] }
    }

    @Test func `the handshake is RFC 6455's example`() throws {
        var headers = HTTPFields()
        headers.add("Upgrade", "websocket")
        headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        headers.add("Sec-WebSocket-Protocol", "chat, superchat")
        let request = HTTPRequest(method: "GET", path: "/", headers: headers)
        let handshake = try #require(WebSocketHandshake(request))
        #expect(handshake.protocols == ["chat", "superchat"])
        let answer = handshake.accept("chat") { _ in }
        #expect(answer.status == 101)
        #expect(answer.headers["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(answer.headers["Sec-WebSocket-Protocol"] == "chat")
    }

    @Test func `messages come whole, in any pieces, and pings are answered`() async throws {
        let pipe = Pipe()
        let connection = WebSocketConnection(pipe.one)
        let long = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
        let bytes =
            frame(0x82, [1, 2]) + frame(0x02, [3]) + frame(0x89, [9]) + frame(0x80, [4])
            + frame(0x82, long) + frame(0x88, [0x03, 0xE8])
        Task { for byte in bytes { try await pipe.other.write([byte]) } }
        #expect(await connection.receive() == [1, 2])
        #expect(await connection.receive() == [3, 4])
        #expect(await connection.receive() == long)
        #expect(await connection.receive() == nil)
        #expect(await pipe.other.read() == [0x8A, 1, 9])
        #expect(await pipe.other.read() == [0x88, 2, 0x03, 0xE8])
    }

    @Test(arguments: [[0x82, 0x01, 0x00], [0xF2, 0x80, 0, 0, 0, 0], [0x82, 0xFF, 0xFF]])
    func `what is no frame of a client ends the connection`(bytes: [UInt8]) async throws {
        let pipe = Pipe()
        try await pipe.other.write(bytes + [UInt8](repeating: 0xFF, count: 16))
        #expect(await WebSocketConnection(pipe.one).receive() == nil)
    }

    @Test(arguments: [0, 1, 125, 126, 65_535, 65_536])
    func `messages are sent in one frame, unmasked`(count: Int) async throws {
        let pipe = Pipe()
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        try await WebSocketConnection(pipe.one).send(message)
        let sent = try #require(await pipe.other.read())
        #expect(sent.first == 0x82)
        #expect(sent.suffix(count).elementsEqual(message))
        #expect(sent.count - count == (count <= 125 ? 2 : count <= 65_535 ? 4 : 10))
    }
}
