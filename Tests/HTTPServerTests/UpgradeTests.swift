import HTTPServer
import Testing

@Suite struct UpgradeTests {
    /// Sends back what comes, in capitals' stead behind a mark.
    static let marking = Answering { request in
        guard request.headers["Upgrade"] == "mark" else {
            return HTTPResponse(status: 400, body: .bytes(Array("no".utf8)))
        }
        var headers = HTTPFields()
        headers.add("Connection", "Upgrade")
        headers.add("Upgrade", "mark")
        return HTTPResponse(
            status: 101, headers: headers,
            body: .upgrade { connection in
                while let bytes = await connection.read() {
                    if bytes.last == UInt8(ascii: "!") { break }
                    try? await connection.write([UInt8(ascii: ">")] + bytes)
                }
                try? await connection.write(Array("bye".utf8))
            })
    }

    static let request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: mark\r\n\r\n"

    @Test func `after an upgrade the connection is the handler's, both ways`() async throws {
        try await serving(Self.marking) { port in
            let client = try RawClient(port: port)
            try client.say(Self.request)
            let head = try client.hear(until: "\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
            #expect(!head.lowercased().contains("content-length"))
            #expect(!head.lowercased().contains("transfer-encoding"))
            try client.say("one")
            #expect(try client.hear(count: 4) == Array(">one".utf8))
            try client.say("GET / HTTP/1.1\r\n\r\n")
            #expect(try client.hear(until: "\r\n\r\n") == ">GET / HTTP/1.1\r\n\r\n")
            try client.say("!")
            #expect(try client.hearAll() == "bye")
        }
    }

    @Test func `bytes sent together with the request are not lost`() async throws {
        try await serving(Self.marking) { port in
            let client = try RawClient(port: port)
            try client.say(Self.request + "early")
            _ = try client.hear(until: "\r\n\r\n")
            #expect(try client.hear(count: 6) == Array(">early".utf8))
        }
    }

    @Test func `what is written before the end arrives, however slowly it is read`() async throws {
        let whole = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 5) }
        let handler = Answering { _ in
            HTTPResponse(
                status: 101,
                body: .upgrade { connection in try? await connection.write(whole) })
        }
        try await serving(handler) { port in
            let client = try RawClient(port: port, receiveBuffer: 4096)
            try client.say(Self.request)
            _ = try client.hear(until: "\r\n\r\n")
            #expect(try client.hear(count: whole.count) == whole)
            #expect(try client.hearAll() == "")
        }
    }

    @Test func `a refused upgrade ends the connection`() async throws {
        try await serving(Self.marking) { port in
            let client = try RawClient(port: port)
            try client.say(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.status == "HTTP/1.1 400 Bad Request")
            #expect(answer.fields["connection"] == "close")
            #expect(try client.hearAll() == "")
        }
    }

    @Test func `shutdown ends an upgraded connection`() async throws {
        try await serving(Self.marking) { port in
            let client = try RawClient(port: port)
            try client.say(Self.request)
            _ = try client.hear(until: "\r\n\r\n")
        }
    }
}
