import NIOCore
import NIOHTTP1

extension ExchangeHandler {
    /// How much is given to the connection at a time.
    private static var portion: Int { 64 << 10 }

    /// Sends what the handler answered; `stream` when its body comes as it comes.
    func answer(_ response: HTTPResponse, _ stream: StreamBody?) {
        guard case .answering(let head, _) = phase, let context else {
            stream?.cut()
            stream?.finish()
            return
        }
        if !peer.isMultiplexed, service.isStopping.load(ordering: .acquiring) { isLast = true }
        if !peer.isMultiplexed, Self.asksUpgrade(head) { isLast = true }
        if let stream {
            if head.version == .http1_0 { isLast = true }
            write(self.head(response, head.version, length: nil), context)
            phase = .streaming(stream, PieceQueue([]))
            context.flush()
            return send(stream)
        }
        if case .upgrade(let serve) = response.body {
            guard !peer.isMultiplexed else { return refuse(.malformed, context) }
            return upgrade(response, head.version, context, serve)
        }
        let pieces: [ArraySlice<UInt8>]
        switch response.body {
        case .bytes(let bytes): pieces = [bytes[...]]
        case .pieces(let some): pieces = some
        case .stream, .upgrade: pieces = []
        }
        let queue = PieceQueue(pieces)
        write(self.head(response, head.version, length: queue.byteCount), context)
        phase = .sending(head.method == .HEAD ? PieceQueue([]) : queue)
        pump(context)
    }

    /// Answers in a handler's stead, and ends the connection.
    func refuse(_ refusal: HTTPRefusal, _ context: ChannelHandlerContext) {
        let response = service.configuration.refusal(refusal)
        var version = HTTPVersion.http1_1
        if case .reading(let head) = phase { version = head.version }
        phase = .over
        isLast = !peer.isMultiplexed
        var bytes: [UInt8] = []
        if case .bytes(let some) = response.body { bytes = some }
        write(head(response, version, length: bytes.count), context)
        let buffer = context.channel.allocator.buffer(bytes: bytes)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        // To close at once would lose the answer: the client still sends, and the kernel would
        // tell it so.
        expire(after: limits.refused, context)
    }

    private func head(
        _ response: HTTPResponse, _ version: HTTPVersion, length: Int?
    )
        -> HTTPResponseHead
    {
        var headers = HTTPHeaders()
        headers.reserveCapacity(response.headers.all.count + 2)
        for field in response.headers.all { headers.add(name: field.name, value: field.value) }
        let status = HTTPResponseStatus(statusCode: response.status)
        if let length, status.mayHaveResponseBody {
            headers.replaceOrAdd(name: "Content-Length", value: String(length))
        }
        if isLast {
            headers.replaceOrAdd(name: "Connection", value: "close")
        } else if version == .http1_0 {
            headers.replaceOrAdd(name: "Connection", value: "keep-alive")
        }
        return HTTPResponseHead(version: version, status: status, headers: headers)
    }

    private func write(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            switch phase {
            case .sending: pump(context)
            case .streaming(let stream, _): send(stream)
            case .waiting, .reading, .answering, .over: break
            }
        }
        context.fireChannelWritabilityChanged()
    }

    /// Gives the connection as much of an answer as it takes.
    private func pump(_ context: ChannelHandlerContext) {
        // A flush makes the channel writable again from within.
        guard !isSending else { return }
        isSending = true
        defer { isSending = false }
        while case .sending(var queue) = phase, context.channel.isWritable {
            phase = .over
            guard !queue.isEmpty else { return endAnswer(context) }
            let buffer = queue.next(Self.portion, context.channel.allocator)
            phase = .sending(queue)
            let part = Self.wrapOutboundOut(.body(.byteBuffer(buffer)))
            if queue.isEmpty {
                context.write(part, promise: nil)
            } else {
                context.writeAndFlush(part, promise: nil)
                expire(after: limits.stalled, context)
            }
        }
    }

    /// Gives the connection as much of a stream as it takes.
    func send(_ stream: StreamBody) {
        guard !isSending, let context, case .streaming(let mine, var queue) = phase,
            mine === stream
        else { return }
        isSending = true
        defer { isSending = false }
        while context.channel.isWritable {
            let (pieces, isOver) = stream.take()
            phase = .over
            for piece in pieces { queue.append(piece[...]) }
            guard !queue.isEmpty else {
                guard isOver else {
                    phase = .streaming(stream, queue)
                    return
                }
                stream.finish()
                return endAnswer(context)
            }
            let buffer = queue.next(Self.portion, context.channel.allocator)
            phase = .streaming(stream, queue)
            let count = buffer.readableBytes
            let sent = context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.whenSuccess { stream.sent(count) }
            context.writeAndFlush(
                Self.wrapOutboundOut(.body(.byteBuffer(buffer))), promise: sent)
            guard case .streaming(_, let rest) = phase else { return }
            queue = rest
        }
    }

    private func endAnswer(_ context: ChannelHandlerContext) {
        deadline.clear()
        let end = Self.wrapOutboundOut(.end(nil))
        guard !isLast else {
            phase = .over
            let ended = context.eventLoop.makePromise(of: Void.self)
            let channel = context.channel
            ended.futureResult.whenComplete { _ in channel.close(promise: nil) }
            return context.writeAndFlush(end, promise: ended)
        }
        // The next request of a pipeline comes while the end is written.
        phase = .waiting
        if !peer.isMultiplexed { expire(after: limits.idle, context) }
        context.writeAndFlush(end, promise: nil)
    }
}
