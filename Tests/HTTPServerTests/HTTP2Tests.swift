import HTTPServer
import Testing

@Suite struct HTTP2Tests {
    @Test func `requests of one connection are answered`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawHTTP2(port: port)
            for n in 0..<5 {
                let stream = UInt32(2 * n + 1)
                try client.client.say(RawHTTP2.request(stream, "PUT", "/a%2F?\(n)", ends: false))
                try client.say(RawHTTP2.data, flags: 1, stream: stream, payload: Array("hi".utf8))
                let body = String(decoding: try client.body(stream: stream), as: UTF8.self)
                #expect(body == "PUT /a%2F ? \(n) [hi]")
            }
        }
    }

    @Test func `a client may cancel ten thousand streams on one connection`() async throws {
        let closed = Signal()
        let handler = Answering { request in
            if request.path == "/last" {
                return HTTPResponse(status: 200, body: .bytes(Array("still here".utf8)))
            }
            return HTTPResponse(status: 200, body: .stream { $0.onClose { closed.fire() } })
        }
        try await serving(handler) { port in
            let client = try RawHTTP2(port: port)
            for hundred in 0..<100 {
                var bytes: [UInt8] = []
                let streams = (0..<100).map { UInt32(2 * (hundred * 100 + $0) + 1) }
                for stream in streams { bytes += RawHTTP2.request(stream) }
                try client.client.say(bytes)
                for _ in streams { while try client.hear().type != RawHTTP2.headers {} }
                bytes = []
                for stream in streams {
                    bytes += RawHTTP2.frame(
                        RawHTTP2.reset, stream: stream, RawHTTP2.bytes(8))
                }
                try client.client.say(bytes)
            }
            await closed.wait(for: 10_000)
            try client.client.say(RawHTTP2.request(20_001, "GET", "/last"))
            let body = try client.body(stream: 20_001)
            #expect(String(decoding: body, as: UTF8.self) == "still here")
        }
    }

    @Test func `streams that are cancelled at once do no harm`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawHTTP2(port: port)
            var bytes: [UInt8] = []
            for n in 0..<5000 {
                let stream = UInt32(2 * n + 1)
                bytes += RawHTTP2.request(stream)
                bytes += RawHTTP2.frame(RawHTTP2.reset, stream: stream, RawHTTP2.bytes(8))
            }
            try client.client.say(bytes + RawHTTP2.request(10_001))
            #expect(
                String(decoding: try client.body(stream: 10_001), as: UTF8.self) == "GET / []")
        }
    }

    @Test func `thousands of pings are answered`() async throws {
        try await serving(Answering.echo) { port in
            let client = try RawHTTP2(port: port)
            for n in 0..<2000 {
                try client.say(RawHTTP2.ping, payload: Array(repeating: UInt8(n & 255), count: 8))
                let answer = try client.hear(RawHTTP2.ping)
                #expect(answer.flags == 1 && answer.payload[0] == UInt8(n & 255))
            }
        }
    }

    @Test func `a reader that gives no window does not hold up the others`() async throws {
        let streams = Streams()
        try await serving(streams.handler) { port in
            let client = try RawHTTP2(port: port, window: 1000)
            try client.client.say(RawHTTP2.request(1))
            _ = try client.hear(RawHTTP2.headers, stream: 1)
            try client.client.say(RawHTTP2.request(3))
            _ = try client.hear(RawHTTP2.headers, stream: 3)
            let (slow, fast) = (await streams.first(2)[0], await streams.first(2)[1])
            let piece = [UInt8](repeating: 0x61, count: 10_000)
            for _ in 0..<100 { slow.write(piece) }
            fast.write([0x62])
            #expect(try client.hear(RawHTTP2.data, stream: 3).payload == [0x62])
            // 1,000 bytes are with the client; of the rest the count knows.
            #expect(slow.pendingByteCount >= 990_000)
            slow.close()
            try client.say(
                RawHTTP2.windowUpdate, stream: 1, payload: RawHTTP2.bytes(2_000_000))
            try client.say(RawHTTP2.windowUpdate, payload: RawHTTP2.bytes(2_000_000))
            var count = 0
            while true {
                let frame = try client.hear()
                guard frame.stream == 1, frame.type == RawHTTP2.data else { continue }
                count += frame.payload.count
                if frame.endsStream { break }
            }
            #expect(count >= 999_000)
        }
    }

    @Test func `the number of streams at once is told; one that ends makes room`()
        async throws
    {
        var limits = HTTPLimits()
        limits.streamsPerConnection = 10
        let streams = Streams()
        try await serving(streams.handler, limits: limits) { port in
            let client = try RawHTTP2(port: port)
            #expect(client.settings.contains([0, 3, 0, 0, 0, 10]))
            for n in 0..<10 { try client.client.say(RawHTTP2.request(UInt32(2 * n + 1))) }
            for stream in await streams.first(10) { stream.write([0x61]) }
            for stream in await streams.first(10) { stream.close() }
            var ended = 0
            while ended < 10 { if try client.hear().endsStream { ended += 1 } }
            try client.client.say(RawHTTP2.request(23))
            _ = try client.hear(RawHTTP2.headers, stream: 23)
        }
    }

    @Test func `a body that is too long is refused, the connection stays`() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 1000
        try await serving(Answering.echo, limits: limits) { port in
            let client = try RawHTTP2(port: port)
            try client.client.say(RawHTTP2.request(1, "POST", ends: false))
            try client.say(
                RawHTTP2.data, stream: 1, payload: [UInt8](repeating: 0x61, count: 1001))
            let text = String(decoding: try client.body(stream: 1), as: UTF8.self)
            #expect(text == "Request entity too large: limit is 1000\n")
            try client.client.say(RawHTTP2.request(3))
            #expect(String(decoding: try client.body(stream: 3), as: UTF8.self) == "GET / []")
        }
    }

    @Test func `streams of one connection share a wake-up and each gets its bytes`() async throws {
        let streams = Streams()
        try await serving(streams.handler) { port in
            let client = try RawHTTP2(port: port)
            for n in 0..<500 { try client.client.say(RawHTTP2.request(UInt32(2 * n + 1))) }
            let all = await streams.first(500)
            for round in 0..<5 {
                for stream in all { stream.write([UInt8(round)]) }
            }
            for stream in all { stream.close() }
            var bodies: [UInt32: [UInt8]] = [:]
            var ended = 0
            while ended < 500 {
                let frame = try client.hear()
                if frame.type == RawHTTP2.data {
                    bodies[frame.stream, default: []] += frame.payload
                }
                if frame.endsStream { ended += 1 }
            }
            #expect(bodies.count == 500)
            for body in bodies.values { #expect(body == [0, 1, 2, 3, 4]) }
        }
    }
}
