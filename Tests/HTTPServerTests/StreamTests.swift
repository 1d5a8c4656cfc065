import HTTPServer
import Synchronization
import Testing

/// Streams that a test holds in its hands.
final class Streams: Sendable {
    private let state = Mutex<([any HTTPBodyStream], [CheckedContinuation<Void, Never>])>(([], []))

    var handler: Answering {
        Answering { _ in
            HTTPResponse(
                status: 200,
                body: .stream { stream in
                    let waiting = self.state.withLock { state in
                        state.0.append(stream)
                        defer { state.1 = [] }
                        return state.1
                    }
                    for one in waiting { one.resume() }
                })
        }
    }

    /// The streams, once there are that many.
    func first(_ count: Int) async -> [any HTTPBodyStream] {
        while true {
            let found = state.withLock { $0.0 }
            if found.count >= count { return found }
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.0.count < count { state.1.append(continuation) }
                    return state.0.count >= count
                }
                if isThere { continuation.resume() }
            }
        }
    }
}

/// Waits for a closure's call.
final class Signal: Sendable {
    private let state = Mutex<(Int, [CheckedContinuation<Void, Never>])>((0, []))

    var count: Int { state.withLock { $0.0 } }

    func fire() {
        let waiting = state.withLock { state in
            state.0 += 1
            defer { state.1 = [] }
            return state.1
        }
        for one in waiting { one.resume() }
    }

    func wait(for count: Int = 1) async {
        while self.count < count {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.0 < count { state.1.append(continuation) }
                    return state.0 >= count
                }
                if isThere { continuation.resume() }
            }
        }
    }
}

@Suite struct StreamTests {
    static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func `the head comes before the first bytes, and bytes as they are written`()
        async throws
    {
        let streams = Streams()
        try await serving(streams.handler) { port in
            let client = try RawClient(port: port)
            try client.say(Self.get)
            let head = try client.hear(until: "\r\n\r\n").lowercased()
            #expect(head.contains("transfer-encoding: chunked\r\n"))
            let stream = await streams.first(1)[0]
            for n in 0..<10 {
                #expect(stream.write(Array("event \(n)\n".utf8)))
                #expect(try client.hear(until: "\r\n") == "8\r\n")
                #expect(try client.hear(until: "\r\n") == "event \(n)\n\r\n")
            }
            stream.close()
            #expect(try client.hear(until: "0\r\n\r\n") == "0\r\n\r\n")
            #expect(!stream.write([1]))
            // The connection goes on.
            try client.say(Self.get)
            _ = try client.hear(until: "\r\n\r\n")
        }
    }

    @Test func `what is written before the close is sent`() async throws {
        let handler = Answering { _ in
            HTTPResponse(
                status: 200,
                body: .stream { stream in
                    for n in 0..<1000 { stream.write(Array("\(n) ".utf8)) }
                    stream.close()
                })
        }
        try await serving(handler) { port in
            let client = try RawClient(port: port)
            try client.say("GET / HTTP/1.0\r\n\r\n")
            let all = try client.hearAll()
            #expect(all.hasSuffix((0..<1000).map { "\($0) " }.joined()))
        }
    }

    @Test func `a client that leaves closes the stream`() async throws {
        let streams = Streams()
        try await serving(streams.handler) { port in
            let closed = Signal()
            do {
                let client = try RawClient(port: port)
                try client.say(Self.get)
                _ = try client.hear(until: "\r\n\r\n")
                await streams.first(1)[0].onClose { closed.fire() }
            }
            await closed.wait()
            #expect(await !streams.first(1)[0].write([1]))
            await streams.first(1)[0].onClose { closed.fire() }
            #expect(closed.count == 2)
        }
    }

    @Test func `a client that leaves cancels the handler`() async throws {
        let began = Signal()
        let cancelled = Signal()
        let handler = Answering { _ in
            began.fire()
            try? await Task.sleep(for: .seconds(1000))
            if Task.isCancelled { cancelled.fire() }
            return HTTPResponse(status: 200)
        }
        try await serving(handler) { port in
            do {
                let client = try RawClient(port: port)
                try client.say(Self.get)
                await began.wait()
            }
            await cancelled.wait()
        }
    }

    @Test func `the bytes that a slow reader has not taken are counted`() async throws {
        let streams = Streams()
        try await serving(streams.handler) { port in
            let client = try RawClient(port: port, receiveBuffer: 4096)
            try client.say(Self.get)
            let stream = await streams.first(1)[0]
            let piece = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<16 { stream.write(piece) }
            // Buffers of the kernel's take some of it.
            #expect(stream.pendingByteCount > 4 << 20)
            stream.close()
            _ = try client.hear(until: "\r\n0\r\n\r\n")
            while stream.pendingByteCount > 0 { await Task.yield() }
        }
    }

    @Test func `a thousand streams each get all of their bytes`() async throws {
        let streams = Streams()
        try await serving(streams.handler) { port in
            let clients = try (0..<1000).map { _ in
                let client = try RawClient(port: port)
                try client.say(Self.get)
                return client
            }
            let all = await streams.first(1000)
            for round in 0..<10 {
                let event = Array("round \(round)\n".utf8)
                for stream in all { stream.write(event) }
            }
            for stream in all { stream.close() }
            for client in clients {
                let text = try client.hear(until: "\r\n0\r\n\r\n")
                for round in 0..<10 { #expect(text.contains("round \(round)\n")) }
            }
        }
    }
}
