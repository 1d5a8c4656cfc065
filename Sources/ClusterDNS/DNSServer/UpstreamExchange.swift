import DNSMessage
import NIOCore
import NIOPosix
import NetworkAddress

/// One question asked of one upstream after another until one answers: over UDP from a port of its
/// own (an off-path forger has to guess port and id), over TCP when that is truncated.
final class UpstreamExchange {
    /// How it ended.
    struct Outcome {
        var message: DNSMessage?
        var server: SocketEndpoint?
        var failed: [SocketEndpoint] = []
    }

    private let key: ForwardCache.Key
    private let loop: any EventLoop
    private let timeout: TimeAmount
    private var servers: ArraySlice<SocketEndpoint>
    private var outcome = Outcome()
    private var completion: ((Outcome) -> Void)?
    private var channel: (any Channel)?
    private var timer: Scheduled<Void>?
    private var id: UInt16 = 0
    // Attempts that were given up may still report; only the last one counts.
    private var attempt = 0
    private var isStream = false

    init(
        _ key: ForwardCache.Key, servers: [SocketEndpoint], timeout: Duration,
        on loop: any EventLoop
    ) {
        self.key = key
        self.servers = servers[...]
        self.loop = loop
        let parts = timeout.components
        self.timeout = .nanoseconds(
            parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }

    func start(_ completion: @escaping (Outcome) -> Void) {
        self.completion = completion
        next()
    }

    func cancel() {
        completion = nil
        close()
    }

    private func next() {
        close()
        guard let server = servers.popFirst() else {
            complete(with: nil)
            return
        }
        outcome.server = server
        ask(server)
    }

    private func ask(_ server: SocketEndpoint) {
        close()
        id = UInt16.random(in: .min ... .max)
        let attempt = attempt
        timer = loop.assumeIsolated().scheduleTask(in: timeout) { self.fail(attempt) }
        guard let address = try? SocketAddress(server) else {
            fail(attempt)
            return
        }
        let connected = isStream ? connectStream(address) : connectDatagram(address)
        connected.assumeIsolated().whenComplete { result in
            guard attempt == self.attempt, self.completion != nil else {
                if case .success(let channel) = result { channel.close(promise: nil) }
                return
            }
            switch result {
            case .failure: self.fail(attempt)
            case .success(let channel):
                self.channel = channel
                self.send(on: channel, to: address)
            }
        }
    }

    private func connectStream(_ address: SocketAddress) -> EventLoopFuture<any Channel> {
        let receiver = receiver()
        return ClientBootstrap(group: loop).connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(MessageFrameDecoder()), receiver.value)
                }
            }.connect(to: address)
    }

    private func connectDatagram(_ address: SocketAddress) -> EventLoopFuture<any Channel> {
        let receiver = receiver()
        return DatagramBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        DatagramUnwrapper(), receiver.value)
                }
            }.connect(to: address)
    }

    private func receiver() -> NIOLoopBound<UpstreamReceiver> {
        let attempt = attempt
        let receiver = UpstreamReceiver(
            { self.receive($0, attempt) }, closed: { self.fail(attempt) })
        return NIOLoopBound(receiver, eventLoop: loop)
    }

    private func send(on channel: any Channel, to address: SocketAddress) {
        let query = DNSMessage(
            header: Header(id: id, flags: key.flags), questions: [key.question],
            edns: EDNS(payloadSize: 1232, dnssecOK: key.dnssecOK)
        ).encoded()
        var buffer = channel.allocator.buffer(capacity: query.count + 2)
        if isStream { buffer.writeInteger(UInt16(query.count)) }
        buffer.writeBytes(query)
        if isStream {
            channel.writeAndFlush(buffer, promise: nil)
        } else {
            channel.writeAndFlush(
                AddressedEnvelope(remoteAddress: address, data: buffer), promise: nil)
        }
    }

    // What is no answer to this question is passed over, as a forgery would be: the timer goes on.
    private func receive(_ bytes: [UInt8], _ attempt: Int) {
        guard attempt == self.attempt, let server = outcome.server,
            let message = try? DNSMessage(decoding: bytes),
            message.header.id == id, message.header.flags.contains(.response),
            message.questions.isEmpty || message.questions == [key.question]
        else { return }
        if message.header.flags.contains(.truncated), !isStream {
            isStream = true
            ask(server)
            return
        }
        // Without a question only an error is believed.
        if message.questions.isEmpty, message.header.responseCode == 0 { return }
        complete(with: message)
    }

    private func fail(_ attempt: Int) {
        guard attempt == self.attempt, completion != nil else { return }
        if let server = outcome.server { outcome.failed.append(server) }
        isStream = false
        next()
    }

    private func complete(with message: DNSMessage?) {
        close()
        guard let completion else { return }
        self.completion = nil
        outcome.message = message
        if message == nil { outcome.server = nil }
        completion(outcome)
    }

    // Closing tells the receiver at once: whatever it says must count no more.
    private func close() {
        attempt += 1
        timer?.cancel()
        timer = nil
        let channel = channel
        self.channel = nil
        channel?.close(promise: nil)
    }
}

extension SocketAddress {
    init(_ endpoint: SocketEndpoint) throws {
        try self.init(
            ipAddress: endpoint.address.description, port: Int(endpoint.port.rawValue))
    }
}
