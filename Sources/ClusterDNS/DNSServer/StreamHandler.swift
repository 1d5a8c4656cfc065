import ClusterZone
import DNSMessage
import LinuxSystem
import NIOCore
import NetworkAddress

/// A TCP connection: many questions, answered as each is ready (RFC 7766 §6.2.1.1).
final class StreamHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How many questions of a connection may be with the upstreams before it is read no further.
    private static let maximumPending = 64

    private let service: SharedService
    private let idle: TimeAmount
    private var responder: Responder
    private var peer = SocketEndpoint(.any(.ipv4), 0)
    private var timer: Scheduled<Void>?
    private let scratch: StreamScratch
    private var pending = 0
    // Questions that were read and have to wait: never more than one read brings.
    private var backlog = CircularBuffer<ByteBuffer>()
    private var isClosing = false
    private var wantsRead = false

    init(_ service: SharedService, idle: TimeAmount, _ scratch: StreamScratch) {
        self.service = service
        self.scratch = scratch
        self.idle = idle
        responder = Responder(service.policy)
    }

    func channelActive(context: ChannelHandlerContext) {
        if let remote = context.remoteAddress, let address = IPAddress(remote.ipAddress ?? "") {
            peer = SocketEndpoint(address, Port(rawValue: UInt16(remote.port ?? 0)))
        }
        restartTimer(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    // Only a whole question starts the time anew: bytes that trickle in don't keep a connection.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.readableBytes > 0 else {
            context.close(promise: nil)
            return
        }
        restartTimer(context)
        backlog.append(frame)
        drain(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
        context.fireChannelReadComplete()
    }

    // Answers as long as the client takes them: a client that only asks must not fill our memory.
    private func drain(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        responder.seconds = UInt32(truncatingIfNeeded: MonotonicClock.nanoseconds / 1_000_000_000)
        while pending < Self.maximumPending, !backlog.isEmpty {
            guard context.channel.isWritable else {
                // This may come back here through `channelWritabilityChanged`: look again.
                context.flush()
                if context.channel.isWritable { continue }
                return
            }
            answer(Array(backlog.removeFirst().readableBytesView), context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The client has sent all it will; what it asked is still answered.
        if let event = event as? ChannelEvent, event == .inputClosed {
            isClosing = true
            closeIfDone(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ message: [UInt8], _ context: ChannelHandlerContext) {
        let index = service.publication.current
        // Taken out for the while, so that nothing else can reach it: there is one thread.
        var bytes: [UInt8] = []
        swap(&bytes, &scratch.bytes)
        let verdict = responder.answer(message, from: peer, index: index, into: &bytes)
        swap(&bytes, &scratch.bytes)
        switch verdict {
        case .silence: return
        case .reply(let count):
            var buffer = context.channel.allocator.buffer(capacity: 2 + count)
            buffer.writeInteger(UInt16(count))
            buffer.writeBytes(scratch.bytes[..<count])
            context.write(wrapOutboundOut(buffer), promise: nil)
        case .forward, .alias:
            guard let request = responder.request(message.span, from: peer, over: .stream) else {
                return
            }
            var isAlias = false
            if case .alias = verdict { isAlias = true }
            resolve(request, isAlias: isAlias, index, context)
        }
    }

    private func resolve(
        _ request: ForwardRequest, isAlias: Bool, _ index: ZoneIndex,
        _ context: ChannelHandlerContext
    ) {
        pending += 1
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        service.resolve(request, isAlias: isAlias, index: index) { bytes in
            loop.execute {
                let (handler, context) = here.value
                handler.finish(bytes, context)
            }
        }
    }

    private func finish(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        pending -= 1
        guard context.channel.isActive else { return }
        var buffer = context.channel.allocator.buffer(capacity: bytes.count + 2)
        buffer.writeInteger(UInt16(clamping: bytes.count))
        buffer.writeBytes(bytes)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        drain(context)
        resumeReading(context)
        closeIfDone(context)
    }

    private func closeIfDone(_ context: ChannelHandlerContext) {
        guard isClosing, pending == 0, backlog.isEmpty else { return }
        context.flush()
        context.close(promise: nil)
    }

    private func restartTimer(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: idle) {
            if self.pending > 0 { self.restartTimer(context) } else { context.close(promise: nil) }
        }
    }

    // Reading stops while too much is under way or the client does not take its answers.
    func read(context: ChannelHandlerContext) {
        if pending < Self.maximumPending, context.channel.isWritable, backlog.isEmpty {
            context.read()
        } else {
            wantsRead = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            drain(context)
            context.flush()
            resumeReading(context)
            closeIfDone(context)
        }
        context.fireChannelWritabilityChanged()
    }

    private func resumeReading(_ context: ChannelHandlerContext) {
        let mayRead = pending < Self.maximumPending && backlog.isEmpty
        guard wantsRead, mayRead, context.channel.isWritable else { return }
        wantsRead = false
        context.read()
    }
}

extension Responder {
    /// Answers a message of a stream.
    fileprivate mutating func answer(
        _ message: [UInt8], from peer: SocketEndpoint, index: ZoneIndex, into bytes: inout [UInt8]
    ) -> Verdict {
        var reply = bytes.mutableSpan
        return respond(
            to: message.span, from: peer, over: .stream, index: index, into: &reply)
    }
}

/// Where the connections of one event loop make their replies, one after the other.
final class StreamScratch {
    var bytes = [UInt8](repeating: 0, count: 65535)
}
