import HTTPServer
import NIOCore
import NIOHTTP1

/// The head of an answer.
struct AnswerHead: Sendable {
    var status: Int
    var headers: HTTPFields
}

/// Hands on an answer's head, and puts its body into an inbox; after an upgrade it makes way.
final class AnswerCollector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let inbox: ConnectionInbox
    private let head: EventLoopPromise<AnswerHead>
    /// The head of an upgrade, until its end has come.
    private var upgrade: AnswerHead?
    private var isUpgraded = false
    private var isAnswered = false

    init(_ inbox: ConnectionInbox, _ head: EventLoopPromise<AnswerHead>) {
        self.inbox = inbox
        self.head = head
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            isAnswered = true
            var headers = HTTPFields()
            for field in head.headers { headers.add(field.name, field.value) }
            let answer = AnswerHead(status: Int(head.status.code), headers: headers)
            guard head.status == .switchingProtocols else {
                try? context.channel.syncOptions?.setOption(.autoRead, value: false)
                return self.head.succeed(answer)
            }
            upgrade = answer
        case .body(let buffer): inbox.arrive(Array(buffer.readableBytesView))
        case .end:
            guard let upgrade else { return context.close(promise: nil) }
            makeWay(upgrade, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if inbox.wantsMore() { context.read() }
    }

    private func makeWay(_ upgrade: AnswerHead, _ context: ChannelHandlerContext) {
        isUpgraded = true
        let handlers = context.pipeline.syncOperations
        do {
            try handlers.addHandler(InboxHandler(inbox))
            let contexts = [
                try handlers.context(handlerType: AnswerCollector.self),
                try handlers.context(handlerType: HTTPRequestEncoder.self),
                try handlers.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self),
            ]
            for context in contexts { handlers.removeHandler(context: context, promise: nil) }
            head.succeed(upgrade)
        } catch {
            head.fail(error)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isAnswered { head.fail(ExchangeError("EOF")) }
        if !isUpgraded { inbox.end() }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !isAnswered {
            isAnswered = true
            head.fail(error)
        }
        context.close(promise: nil)
    }
}
