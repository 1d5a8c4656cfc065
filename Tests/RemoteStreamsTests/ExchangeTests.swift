import HTTPServer
import RemoteStreams
import Testing

/// A handler that is a closure.
private struct Answering: HTTPHandler {
    var answer: @Sendable (HTTPRequest) async -> HTTPResponse

    func respond(to request: HTTPRequest) async -> HTTPResponse { await answer(request) }
}

@Suite struct ExchangeTests {
    private func serving(
        _ answer: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
        _ body: (ExchangeTarget) async throws -> Void
    ) async throws {
        let configuration = HTTPServerConfiguration(
            listeners: [HTTPListener(host: "127.0.0.1", port: 0)])
        let server = HTTPServer(configuration, handler: Answering(answer: answer))
        try await server.start()
        do {
            try await body(ExchangeTarget(host: "127.0.0.1", port: server.ports[0]))
        } catch {
            await server.shutdown(grace: .seconds(1))
            throw error
        }
        await server.shutdown(grace: .seconds(1))
    }

    private func all(_ connection: HTTPConnection) async -> [UInt8] {
        var whole: [UInt8] = []
        while let bytes = await connection.read() { whole += bytes }
        return whole
    }

    @Test func `an answer's body is read as it comes, also one of megabytes`() async throws {
        let whole = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        try await serving { request in
            HTTPResponse(
                status: request.path == "/a" ? 200 : 404,
                body: .stream { stream in
                    stream.write(whole)
                    stream.close()
                })
        } _: { target in
            let exchange = Exchange(method: "GET", path: "/a?b", headers: HTTPFields())
            let answer = try await exchange.send(to: target)
            #expect(answer.status == 200)
            #expect(await all(answer.connection) == whole)
        }
    }

    @Test func `an upgraded connection carries bytes both ways`() async throws {
        try await serving { _ in
            HTTPResponse(
                status: 101,
                body: .upgrade { connection in
                    while let bytes = await connection.read() {
                        try? await connection.write(bytes)
                    }
                })
        } _: { target in
            var headers = HTTPFields()
            headers.add("Connection", "Upgrade")
            headers.add("Upgrade", "echo")
            let exchange = Exchange(method: "POST", path: "/", headers: headers)
            let answer = try await exchange.send(to: target)
            #expect(answer.status == 101)
            let sent = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
            let writing = Task { try await answer.connection.write(sent) }
            var heard: [UInt8] = []
            while heard.count < sent.count, let bytes = await answer.connection.read() {
                heard += bytes
            }
            #expect(heard == sent)
            try await writing.value
            answer.connection.close()
        }
    }

    @Test func `nobody there is said as Go's dialer says it`() async throws {
        let target = ExchangeTarget(host: "127.0.0.1", port: 1)
        let exchange = Exchange(method: "GET", path: "/", headers: HTTPFields())
        await #expect {
            _ = try await exchange.send(to: target)
        } throws: {
            "\($0)" == "dial tcp 127.0.0.1:1: connect: connection refused"
        }
    }
}
