import NIOCore
import NIOHTTP1

extension ExchangeHandler: RemovableChannelHandler {
    /// Whether a request asks for another protocol. What follows it is not read as HTTP, so that
    /// without an upgrade the connection can only end.
    static func asksUpgrade(_ head: HTTPRequestHead) -> Bool {
        head.headers.contains(name: "upgrade")
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }

    /// Says that the protocol changes, takes HTTP out of the connection, and hands it over.
    func upgrade(
        _ response: HTTPResponse, _ version: HTTPVersion, _ context: ChannelHandlerContext,
        _ serve: @escaping @Sendable (HTTPConnection) async -> Void
    ) {
        phase = .over
        deadline.cancel()
        var headers = HTTPHeaders()
        for field in response.headers.all { headers.add(name: field.name, value: field.value) }
        let head = HTTPResponseHead(
            version: version, status: .init(statusCode: response.status), headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        let channel = context.channel
        let inbox = ConnectionInbox()
        do {
            try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox))
            try Self.removeHTTP(from: channel.pipeline.syncOperations)
        } catch {
            return context.close(promise: nil)
        }
        let service = service
        service.underWay.add(1, ordering: .relaxed)
        Task {
            defer { service.underWay.subtract(1, ordering: .releasing) }
            let connection = HTTPConnection(channel, inbox)
            await serve(connection)
            connection.close()
        }
    }

    /// The decoder goes last: it hands on what came after the request.
    private static func removeHTTP(
        from handlers: ChannelPipeline.SynchronousOperations
    ) throws {
        let contexts = [
            try handlers.context(handlerType: ExchangeHandler.self),
            try handlers.context(handlerType: NIOHTTPResponseHeadersValidator.self),
            try handlers.context(handlerType: HTTPServerPipelineHandler.self),
            try handlers.context(handlerType: HTTPResponseEncoder.self),
            try handlers.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self),
        ]
        for context in contexts { handlers.removeHandler(context: context, promise: nil) }
    }
}
