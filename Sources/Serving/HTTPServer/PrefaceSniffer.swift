import NIOCore

/// Waits for the first bytes of a connection without TLS: clients that know that the server speaks
/// HTTP/2 say so with them (RFC 9113 section 3.4). Then it makes way.
final class PrefaceSniffer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// No method begins like this; three bytes tell it from the others.
    private static let preface = Array("PRI".utf8)

    private let decide: (_ isHTTP2: Bool) throws -> Void
    private var heard = ByteBuffer()

    init(_ decide: @escaping (_ isHTTP2: Bool) throws -> Void) { self.decide = decide }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard.writeImmutableBuffer(Self.unwrapInboundIn(data))
        let view = heard.readableBytesView
        let isHTTP2 = view.starts(with: Self.preface)
        if !isHTTP2, Self.preface.starts(with: view) { return }
        do { try decide(isHTTP2) } catch { return context.close(promise: nil) }
        context.fireChannelRead(Self.wrapInboundOut(heard))
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}

/// Ends a connection that has not got through its handshake when the server stops.
final class HandshakeEnd: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
