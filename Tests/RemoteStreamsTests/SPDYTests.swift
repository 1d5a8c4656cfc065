import RemoteStreams
import Synchronization
import Testing

@Suite struct SPDYTests {
    /// Two streams opened, as Python's zlib compresses their headers against the dictionary that
    /// github.com/moby/spdystream has: stream 1 with `Port: 80, Requestid: 0, Streamtype: error`,
    /// ended at once, stream 3 with `Streamtype: data` instead.
    static let opening: [UInt8] =
        hexadecimal(
            """
            800300010100003d0000000100000000000078f9e3c6a7c202253a50120fc82f02a555260b0320c9098d\
            ad4c502a66048970059714a526e6428b1ad654504400000000ffff
            """)
        + hexadecimal("800300010000001600000003000000000000224b2ba8944a04000000ffff")

    static func hexadecimal(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    private func data(_ stream: UInt8, isLast: Bool = false, _ text: String) -> [UInt8] {
        [0, 0, 0, stream, isLast ? 1 : 0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8)
    }

    @Test(arguments: [1, 2, 7, 64, 1000])
    func `streams are opened, carry bytes and end, in any pieces`(size: Int) async throws {
        let pipe = Pipe()
        let bytes = Self.opening + data(3, "hello") + data(3, isLast: true, "!")
        Task {
            for start in stride(from: 0, to: bytes.count, by: size) {
                try await pipe.other.write(Array(bytes[start..<min(start + size, bytes.count)]))
            }
        }
        let opened = Mutex<[SPDYStream]>([])
        let connection = SPDYConnection(pipe.one)
        let running = Task {
            await connection.run { stream in opened.withLock { $0.append(stream) } }
        }
        for id in [UInt8(1), 3] {
            let reply = try #require(await pipe.other.read())
            #expect(reply.prefix(4).elementsEqual([0x80, 3, 0, 2]))
            #expect(reply[8..<12].elementsEqual([0, 0, 0, id]))
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while opened.withLock({ $0.count }) < 2, .now < deadline { await Task.yield() }
        let streams = opened.withLock { $0 }
        #expect(
            streams.map(\.headers) == [
                ["port": "80", "requestid": "0", "streamtype": "error"],
                ["port": "80", "requestid": "0", "streamtype": "data"],
            ])
        #expect(await streams[0].input.takeAll() == [])
        #expect(await streams[1].input.takeAll() == Array("hello!".utf8))
        try await streams[1].write(Array("ok".utf8))
        await streams[1].finish()
        try await streams[1].write(Array("late".utf8))
        #expect(await pipe.other.read() == data(3, "ok"))
        #expect(await pipe.other.read() == data(3, isLast: true, ""))
        pipe.other.close()
        await running.value
    }

    @Test func `pings come back, a reset stream is known to be one`() async throws {
        let pipe = Pipe()
        let opened = Mutex<[SPDYStream]>([])
        let reset: [UInt8] = [0x80, 3, 0, 3, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, 5]
        let ping: [UInt8] = [0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 9]
        try await pipe.other.write(Self.opening + reset + ping)
        let connection = SPDYConnection(pipe.one)
        let running = Task {
            await connection.run { stream in opened.withLock { $0.append(stream) } }
        }
        _ = await pipe.other.read()
        _ = await pipe.other.read()
        #expect(await pipe.other.read() == ping)
        #expect(opened.withLock { $0.map(\.isReset) } == [false, true])
        pipe.other.close()
        await running.value
    }

    @Test func `bytes that are no frame end the connection`() async throws {
        let pipe = Pipe()
        try await pipe.other.write([0x80, 9, 0, 1, 0, 0, 0, 0])
        await SPDYConnection(pipe.one).run { _ in }
        #expect(await pipe.other.read() == nil)
    }
}
