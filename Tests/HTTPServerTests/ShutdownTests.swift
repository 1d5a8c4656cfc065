import HTTPServer
import Testing

@Suite struct ShutdownTests {
    private func started(_ handler: any HTTPHandler) async throws -> HTTPServer {
        let server = HTTPServer(
            HTTPServerConfiguration(listeners: [HTTPListener(host: "127.0.0.1", port: 0)]),
            handler: handler)
        try await server.start()
        return server
    }

    @Test func `streams come to their end, with all that was written`() async throws {
        let streams = Streams()
        let server = try await started(streams.handler)
        try await withTaskExecutorPreference(ClientThread()) {
            let one = try RawClient(port: server.ports[0])
            try one.say(StreamTests.get)
            let two = try RawHTTP2(port: server.ports[0])
            try two.client.say(RawHTTP2.request(1))
            let closed = Signal()
            for stream in await streams.first(2) {
                stream.write(Array("last words".utf8))
                stream.onClose { closed.fire() }
            }
            let done = Task { await server.shutdown(grace: .seconds(20)) }
            #expect(try one.hearAll().hasSuffix("last words\r\n0\r\n\r\n"))
            #expect(try two.body(stream: 1) == Array("last words".utf8))
            // The server asks whether all that was under way has come to it, and ends.
            #expect(try two.hear(RawHTTP2.goAway).payload.suffix(4) == [0, 0, 0, 0])
            while (try? two.hear()) != nil {}
            #expect(closed.count == 2)
            await done.value
        }
    }

    @Test func `a request under way gets its answer, and the connection ends`() async throws {
        let began = Signal()
        let go = Signal()
        let server = try await started(
            Answering { _ in
                began.fire()
                await go.wait()
                return HTTPResponse(status: 200, body: .bytes([0x61]))
            })
        try await withTaskExecutorPreference(ClientThread()) {
            let port = server.ports[0]
            let client = try RawClient(port: port)
            try client.say(StreamTests.get)
            let idle = try RawClient(port: port)
            await began.wait()
            let done = Task { await server.shutdown(grace: .seconds(20)) }
            #expect(idle.hearsEnd())
            // The listener and the connections are closed by threads of their own.
            let deadline = ContinuousClock.now + .seconds(60)
            while (try? RawClient(port: port)) != nil {
                try #require(ContinuousClock.now < deadline, "new connections are still taken")
            }
            go.fire()
            let answer = try client.answer()
            #expect(answer.body == "a")
            #expect(answer.fields["connection"] == "close")
            #expect(client.hearsEnd())
            await done.value
        }
    }

    @Test func `what takes longer than the grace is cut`() async throws {
        let began = Signal()
        let cancelled = Signal()
        let server = try await started(
            Answering { _ in
                began.fire()
                try? await Task.sleep(for: .seconds(1000))
                cancelled.fire()
                return HTTPResponse(status: 200)
            })
        try await withTaskExecutorPreference(ClientThread()) {
            let client = try RawClient(port: server.ports[0])
            try client.say(StreamTests.get)
            await began.wait()
            await Task { await server.shutdown(grace: .milliseconds(50)) }.value
            #expect(client.hearsEnd())
            await cancelled.wait()
        }
    }

    @Test func `an address that is taken is told`() async throws {
        let server = try await started(Answering.echo)
        let port = server.ports[0]
        let other = HTTPServer(
            HTTPServerConfiguration(listeners: [
                HTTPListener(host: "127.0.0.1", port: 0),
                HTTPListener(host: "127.0.0.1", port: port),
            ]), handler: Answering.echo)
        let error = await #expect(throws: HTTPServerError.self) { try await other.start() }
        #expect(
            error.map { "\($0)" }
                == "listen on 127.0.0.1:\(port): the address is in use")
        await server.shutdown()
    }

    @Test func `of servers that share threads, one ends alone`() async throws {
        let threads = HTTPThreads(count: 1)
        let configuration = HTTPServerConfiguration(
            listeners: [HTTPListener(host: "127.0.0.1", port: 0)])
        let one = HTTPServer(configuration, handler: Answering.echo, threads: threads)
        let other = HTTPServer(configuration, handler: Answering.echo, threads: threads)
        try await one.start()
        try await other.start()
        let gone = one.ports[0]
        let stays = other.ports[0]
        await one.shutdown(grace: .seconds(1))
        try await withTaskExecutorPreference(ClientThread()) {
            #expect(throws: (any Error).self) { try RawClient(port: gone) }
            let client = try RawClient(port: stays)
            try client.say("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(try client.hearAll().hasPrefix("HTTP/1.1 200"))
        }
        await other.shutdown(grace: .seconds(1))
        await threads.shutdown()
    }
}
