import HTTPServer
import Testing

@Suite struct LimitTests {
    static let plain = HTTPFields()

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3E9\r\n"
            + String(repeating: "a", count: 1001),
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n",
    ])
    func `a body that is too long is refused`(request: String) async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 1000
        limits.refused = .milliseconds(50)
        try await serving(Answering.echo, limits: limits) { port in
            let client = try RawClient(port: port)
            try client.say(request)
            let answer = try client.answer()
            #expect(answer.status == "HTTP/1.1 413 Payload Too Large")
            #expect(answer.body == "Request entity too large: limit is 1000\n")
            #expect(answer.fields["connection"] == "close")
            #expect(client.hearsEnd())
        }
    }

    @Test func `a body of just the limit is taken`() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 1000
        let text = String(repeating: "a", count: 1000)
        try await serving(Answering.echo, limits: limits) { port in
            let client = try RawClient(port: port)
            try client.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n\(text)")
            #expect(try client.answer().body == "POST / [\(text)]")
        }
    }

    @Test func `a client that goes on sending gets its refusal`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            try client.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n")
            for _ in 0..<80 { try client.say([UInt8](repeating: 0x61, count: 100_000)) }
            #expect(try client.answer().status.contains("413"))
        }
    }

    @Test func `the refusal is the configuration's`() async throws {
        try await serving(
            Answering.echo,
            change: { configuration in
                configuration.refusal = { refusal in
                    HTTPResponse(
                        status: refusal.status, body: .bytes(Array("no: \(refusal)".utf8)))
                }
            }
        ) { port in
            let client = try RawClient(port: port)
            try client.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n")
            #expect(try client.answer().body == "no: bodyTooLarge(limit: 3145728)")
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "\u{16}\u{3}\u{1}",
    ])
    func `what is not HTTP is refused, and the server goes on`(request: String) async throws {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            try client.say(request)
            #expect(try client.answer().status == "HTTP/1.1 400 Bad Request")
            let other = try RawClient(port: port)
            try other.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try other.answer().body == "GET / []")
        }
    }

    @Test(arguments: [(1, 5000), (200, 10)])
    func `too many or too long fields are refused`(count: Int, length: Int) async throws {
        var limits = HTTPLimits()
        limits.fieldBytes = 4000
        limits.fieldCount = 100
        try await serving(Answering.echo, limits: limits) { port in
            let client = try RawClient(port: port)
            let value = String(repeating: "v", count: length)
            let fields = (0..<count).map { "X-\($0): \(value)\r\n" }.joined()
            try client.say("GET / HTTP/1.1\r\n\(fields)\r\n")
            #expect(try client.answer().status.hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test(arguments: ["", "GET / HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
    func `a client that says too little is cut off`(beginning: String) async throws {
        var limits = HTTPLimits()
        limits.firstRequest = .milliseconds(50)
        limits.idle = .milliseconds(50)
        try await serving(Answering.echo, limits: limits) { port in
            let client = try RawClient(port: port)
            try client.say(beginning)
            #expect(client.hearsEnd())
        }
    }

    @Test func `a kept connection that asks for nothing is cut off`() async throws {
        var limits = HTTPLimits()
        limits.idle = .milliseconds(50)
        try await serving(Answering.echo, limits: limits) { port in
            let client = try RawClient(port: port)
            try client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try client.answer().body == "GET / []")
            #expect(client.hearsEnd())
        }
    }

    @Test func `a request that does not come to its end is refused`() async throws {
        var limits = HTTPLimits()
        limits.requestBody = .milliseconds(50)
        limits.refused = .milliseconds(50)
        try await serving(Answering.echo, limits: limits) { port in
            let client = try RawClient(port: port)
            try client.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
            #expect(try client.answer().status == "HTTP/1.1 408 Request Timeout")
            #expect(client.hearsEnd())
        }
    }

    @Test func `a client that does not take its answer is cut off`() async throws {
        var limits = HTTPLimits()
        limits.stalled = .milliseconds(200)
        let big = [UInt8](repeating: 0x61, count: 64 << 20)
        try await serving(
            Answering { _ in HTTPResponse(status: 200, body: .bytes(big)) }, limits: limits
        ) { port in
            let client = try RawClient(port: port, receiveBuffer: 4096)
            try client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try client.hear(until: "\r\n\r\n")
            try await Task.sleep(for: .milliseconds(600))
            #expect(throws: RawClient.Failure.self) { try client.hear(count: big.count) }
        }
    }
}
