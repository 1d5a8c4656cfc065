import NIOCore
import NIOHTTP1

/// A connection of HTTP/1, or a stream of HTTP/2: reads a request, has it answered, sends the
/// answer, and so on.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    enum Phase {
        /// For a request's head.
        case waiting
        /// For the rest of a request.
        case reading(HTTPRequestHead)
        /// For the handler's answer.
        case answering(HTTPRequestHead, Task<Void, Never>)
        /// For the client to take an answer.
        case sending(PieceQueue)
        /// For what comes to a stream, and for the client to take it.
        case streaming(StreamBody, PieceQueue)
        /// For nothing: what the client still sends is dropped.
        case over
    }

    let service: Service
    let peer: Peer
    var phase = Phase.waiting
    /// Whether the connection ends with this answer.
    var isLast = false
    var deadline = DeadlineTimer()
    var context: ChannelHandlerContext?
    private var body: [UInt8] = []
    /// Whether `send` is at work further down the stack.
    var isSending = false

    init(_ service: Service, _ peer: Peer) {
        self.service = service
        self.peer = peer
    }

    var limits: HTTPLimits { service.configuration.limits }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if !peer.isMultiplexed { expire(after: limits.firstRequest, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// The client is gone.
    private func end() {
        deadline.cancel()
        let phase = self.phase
        self.phase = .over
        switch phase {
        case .answering(_, let task): task.cancel()
        case .streaming(let stream, _):
            stream.cut()
            stream.finish()
        case .waiting, .reading, .sending, .over: break
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let buffer):
            guard case .reading = phase else { return }
            guard body.count + buffer.readableBytes <= limits.bodyBytes else {
                return refuse(.bodyTooLarge(limit: limits.bodyBytes), context)
            }
            body.append(contentsOf: buffer.readableBytesView)
        case .end:
            guard case .reading(let head) = phase else { return }
            handOver(head, context)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard case .waiting = phase else { return }
        phase = .reading(head)
        isLast = !peer.isMultiplexed && !head.isKeepAlive
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard length <= limits.bodyBytes else {
            return refuse(.bodyTooLarge(limit: limits.bodyBytes), context)
        }
        body = []
        body.reserveCapacity(length)
        if head.version != .http1_0,
            head.headers.first(name: "expect")?.lowercased() == "100-continue"
        {
            let go = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(Self.wrapOutboundOut(.head(go)), promise: nil)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .reading = phase { expire(after: limits.requestBody, context, ifNew: true) }
        context.fireChannelReadComplete()
    }

    private func handOver(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        deadline.clear()
        isReadingTimed = false
        let request = request(head)
        let loop = context.eventLoop
        let exchange = NIOLoopBound(self, eventLoop: loop)
        let outbox = service.outbox(of: loop)
        let service = service
        service.underWay.add(1, ordering: .relaxed)
        phase = .answering(
            head,
            Task {
                defer { service.underWay.subtract(1, ordering: .releasing) }
                let response = await service.handler.respond(to: request)
                guard case .stream(let fill) = response.body, head.method != .HEAD else {
                    return loop.execute { exchange.value.answer(response, nil) }
                }
                let stream = StreamBody(outbox, exchange)
                loop.execute { exchange.value.answer(response, stream) }
                fill(stream)
            })
    }

    private func request(_ head: HTTPRequestHead) -> HTTPRequest {
        var headers = HTTPFields()
        for field in head.headers { headers.add(field.name, field.value) }
        let target = RequestTarget(head.uri)
        defer { body = [] }
        return HTTPRequest(
            method: head.method.rawValue, path: target.path, query: target.query, headers: headers,
            body: body, clientCertificates: peer.certificates, remoteAddress: peer.address,
            isSecure: peer.isSecure, clientCertificateProblem: peer.certificateProblem)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        switch phase {
        case .waiting, .reading:
            refuse(error == .headerOverflow ? .fieldsTooLarge : .malformed, context)
        case .over: break
        case .answering, .sending, .streaming: context.close(promise: nil)
        }
    }

    // Deadlines.

    private var isReadingTimed = false

    /// Sets the deadline; `ifNew` leaves one for the same request where it is.
    func expire(after delay: Duration, _ context: ChannelHandlerContext, ifNew: Bool = false) {
        if ifNew {
            guard !isReadingTimed else { return }
            isReadingTimed = true
        }
        deadline.set(after: delay, on: context.eventLoop, expiry(context))
    }

    private func expiry(_ context: ChannelHandlerContext) -> @Sendable () -> Void {
        let exchange = NIOLoopBound(self, eventLoop: context.eventLoop)
        return { exchange.value.expired() }
    }

    private func expired() {
        guard let context, deadline.isDue(on: context.eventLoop, expiry(context)) else { return }
        if case .reading = phase { return refuse(.tooSlow, context) }
        context.close(promise: nil)
    }
}
