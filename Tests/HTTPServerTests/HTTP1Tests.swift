import HTTPServer
import Synchronization
import Testing

@Suite struct HTTP1Tests {
    @Test func `a request is answered, and the connection is kept`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            for n in 0..<3 {
                try client.say("GET /a/\(n) HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try client.answer()
                #expect(answer.status == "HTTP/1.1 200 OK")
                #expect(answer.body == "GET /a/\(n) []")
            }
        }
    }

    @Test(arguments: [
        ("/a%2Fb//c/../d?x=%20&y", "/a%2Fb//c/../d ? x=%20&y"),
        ("/?", "/ ? "),
        ("/a?b?c", "/a ? b?c"),
        ("http://host:80/a?b", "/a ? b"),
        ("http://host", "/"),
        ("*", "*"),
    ])
    func `the path and query are handed over as they were sent`(
        target: String, seen: String
    )
        async throws
    {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            try client.say("OPTIONS \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try client.answer().body == "OPTIONS \(seen) []")
        }
    }

    @Test func `bodies come by length and in chunks, in any number of pieces`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            let requests = [
                "POST /l HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
                "PUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            ]
            for request in requests {
                for byte in request.utf8 { try client.say([byte]) }
                #expect(try client.answer().body.hasSuffix("[hello]"))
            }
        }
    }

    @Test func `requests sent at once are answered in order`() async throws {
        let handler = Answering { request in
            // The first take longest.
            let n = Int(request.path.dropFirst()) ?? 0
            try? await Task.sleep(for: .milliseconds(20 - n))
            return HTTPResponse(status: 200, body: .bytes(Array(request.path.utf8)))
        }
        try await serving(handler) { port in
            let client = try RawClient(port: port)
            try client.say((0..<20).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            for n in 0..<20 { #expect(try client.answer().body == "/\(n)") }
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "close"),
        ("GET / HTTP/1.0\r\n\r\n", "close"),
    ])
    func `a connection that is not to be kept is closed`(
        request: String, field: String
    )
        async throws
    {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            try client.say(request)
            let answer = try client.answer()
            #expect(answer.fields["connection"] == field)
            #expect(try client.hearAll() == "")
        }
    }

    @Test func `HTTP 1.0 may ask to keep the connection`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            for _ in 0..<2 {
                try client.say("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try client.answer().fields["connection"] == "keep-alive")
            }
        }
    }

    @Test func `HEAD has the length and not the body`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            try client.say("HEAD /x HTTP/1.1\r\nHost: x\r\n\r\nGET /y HTTP/1.1\r\nHost: x\r\n\r\n")
            let head = try client.hear(until: "\r\n\r\n").lowercased()
            #expect(head.contains("content-length: 10\r\n"))
            #expect(try client.answer().body == "GET /y []")
        }
    }

    @Test func `no content means no length`() async throws {
        try await serving(Answering { _ in HTTPResponse(status: 204) }) { port in
            let client = try RawClient(port: port)
            for _ in 0..<2 {
                try client.say("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try client.answer()
                #expect(answer.status == "HTTP/1.1 204 No Content")
                #expect(answer.fields["content-length"] == nil)
                #expect(answer.fields["transfer-encoding"] == nil)
            }
        }
    }

    @Test func `a client that waits to be told to go on is told`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawClient(port: port)
            try client.say(
                "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.hear(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try client.say("ok")
            #expect(try client.answer().body == "PUT / [ok]")
        }
    }

    @Test func `pieces are sent as one body`() async throws {
        let whole = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let handler = Answering { _ in
            var pieces: [ArraySlice<UInt8>] = [[]]
            var start = 0
            while start < whole.count {
                let end = min(start + pieces.count % 4000, whole.count)
                pieces.append(whole[start..<end])
                start = end
            }
            return HTTPResponse(status: 200, body: .pieces(pieces))
        }
        try await serving(handler) { port in
            let client = try RawClient(port: port, receiveBuffer: 4096)
            for _ in 0..<2 {
                try client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                let head = try client.hear(until: "\r\n\r\n").lowercased()
                #expect(head.contains("content-length: 3000000\r\n"))
                #expect(try client.hear(count: whole.count) == whole)
            }
        }
    }

    @Test func `fields are handed over and answered in order, names without case`() async throws {
        let handler = Answering { request in
            var headers = HTTPFields()
            for value in request.headers.values("x-MANY") { headers.add("X-Back", value) }
            return HTTPResponse(
                status: 200, headers: headers, body: .bytes(Array(request.remoteAddress.utf8)))
        }
        try await serving(handler) { port in
            let client = try RawClient(port: port)
            try client.say("GET / HTTP/1.1\r\nHost: x\r\nX-Many: 1\r\nx-many: 2\r\n\r\n")
            let head = try client.hear(until: "\r\n\r\n")
            #expect(head.contains("X-Back: 1\r\nX-Back: 2\r\n"))
            #expect(try client.hear(until: ":") == "127.0.0.1:")
        }
    }
}
