import Synchronization

/// The server's end of a SPDY/3.1 connection, as kubectl speaks it. The draft's windows are left
/// out, as kubectl leaves them out: what holds a writer back is the connection beneath.
public final class SPDYConnection: Sendable {
    private let transport: any ByteTransport
    private let streams = Mutex<[UInt32: SPDYStream]>([:])

    /// A connection whose upgrade is done.
    public init(_ transport: any ByteTransport) { self.transport = transport }

    /// Serves until the connection ends.
    /// - Parameters:
    ///   - atEnd: done before the streams are told that the client is gone.
    ///   - onStream: gets each stream that the client opens, once it is agreed to.
    public func run(
        atEnd: @Sendable () async -> Void = {}, onStream: @Sendable (SPDYStream) -> Void
    ) async {
        let inflater = HeaderInflater()
        let deflater = HeaderDeflater()
        var bytes: ArraySlice<UInt8> = []
        reading: while let more = await transport.read() {
            bytes = (Array(bytes) + more)[...]
            do {
                while let frame = try SPDYFrame.decode(from: &bytes) {
                    if case .goAway = frame { break reading }
                    let opened = try await take(frame, inflater, deflater)
                    if let opened { onStream(opened) }
                }
            } catch {
                break
            }
        }
        transport.close()
        await atEnd()
        for stream in streams.withLock({ $0.values }) { stream.input.finish() }
    }

    private func take(
        _ frame: SPDYFrame, _ inflater: HeaderInflater, _ deflater: HeaderDeflater
    ) async throws -> SPDYStream? {
        switch frame {
        case .openStream(let id, let isLast, let block):
            let fields = try HeaderBlock(decoding: inflater.inflate(block)).fields
            let stream = SPDYStream(id, fields, transport)
            streams.withLock { $0[id] = stream }
            if isLast { stream.input.finish() }
            let reply = deflater.deflate(HeaderBlock().encoded)
            try await transport.write(SPDYFrame.reply(stream: id, block: reply).encoded)
            return stream
        case .data(let id, let isLast, let bytes):
            guard let stream = streams.withLock({ $0[id] }) else { return nil }
            await stream.input.put(bytes)
            if isLast { stream.input.finish() }
        case .reset(let id, _):
            streams.withLock { $0.removeValue(forKey: id) }?.reset()
        case .headers(_, _, let block):
            // Every block counts for those after it.
            _ = try inflater.inflate(block)
        case .ping(let id):
            try await transport.write(SPDYFrame.ping(id).encoded)
        case .reply, .goAway, .other: break
        }
        return nil
    }

    /// Forgets a stream that both ends are done with.
    public func forget(_ stream: SPDYStream) {
        streams.withLock { $0[stream.id] = nil }
        stream.input.finish()
    }

    /// Ends the connection.
    public func close() { transport.close() }
}

/// A stream of a SPDY connection.
public final class SPDYStream: Sendable {
    /// Its number; a client's are odd.
    public let id: UInt32
    /// What the client said of it, names in lower case.
    public let headers: [String: String]
    /// What the client sends.
    public let input = ByteQueue()
    private let transport: any ByteTransport
    private let isFinished = Atomic(false)
    private let isDropped = Atomic(false)

    /// Whether the client wants no more of it.
    public var isReset: Bool { isDropped.load(ordering: .acquiring) }

    init(_ id: UInt32, _ headers: [String: String], _ transport: any ByteTransport) {
        self.id = id
        self.headers = headers
        self.transport = transport
    }

    /// Sends bytes; nothing after `finish`.
    public func write(_ bytes: [UInt8]) async throws {
        guard !isFinished.load(ordering: .acquiring) else { return }
        for start in stride(from: 0, to: bytes.count, by: 64 << 10) {
            let piece = Array(bytes[start..<min(bytes.count, start + 64 << 10)])
            try await transport.write(SPDYFrame.data(stream: id, isLast: false, piece).encoded)
        }
    }

    /// Nothing more will be sent.
    public func finish() async {
        guard !isFinished.exchange(true, ordering: .acquiringAndReleasing) else { return }
        try? await transport.write(SPDYFrame.data(stream: id, isLast: true, []).encoded)
    }

    func reset() {
        isDropped.store(true, ordering: .releasing)
        isFinished.store(true, ordering: .releasing)
        input.finish()
    }
}
