import NIOCore

/// Hands the messages of an upstream's channel to the exchange that waits for one.
final class UpstreamReceiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: ([UInt8]) -> Void
    private let closed: () -> Void

    init(_ received: @escaping ([UInt8]) -> Void, closed: @escaping () -> Void) {
        self.received = received
        self.closed = closed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received(Array(unwrapInboundIn(data).readableBytesView))
    }

    func channelInactive(context: ChannelHandlerContext) { closed() }

    // A refusal by ICMP, or a broken connection.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        closed()
        context.close(promise: nil)
    }
}

/// Takes datagrams out of their envelopes.
final class DatagramUnwrapper: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias InboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(wrapInboundOut(unwrapInboundIn(data).data))
    }
}

/// Cuts a stream into messages, each behind its length (RFC 1035 §4.2.2).
struct MessageFrameDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    mutating func decode(
        context: ChannelHandlerContext, buffer: inout ByteBuffer
    ) -> DecodingState {
        guard let frame = buffer.readLengthPrefixedSlice(as: UInt16.self) else {
            return .needMoreData
        }
        context.fireChannelRead(wrapInboundOut(frame))
        return .continue
    }

    mutating func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) -> DecodingState { .needMoreData }
}
