import NIOCore

/// Answers an HTTP/2 server's PING frames before HTTP/2 itself sees them.
///
/// gRPC in Go measures its window with a PING for each answer, and swift-nio-http2 closes a
/// connection after 200 control frames in 30 s, which a busy node reaches.
final class PingAnswering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var frames = PingFrames()

    /// Puts it in front of everything else in a connection.
    @Sendable static func install(on channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(PingAnswering(), position: .first)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let (passed, answers) = frames.receive(unwrapInboundIn(data))
        if answers.readableBytes > 0 {
            context.writeAndFlush(wrapOutboundOut(answers), promise: nil)
        }
        if passed.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(passed)) }
    }
}

/// Takes PING frames out of what a server sends, and says what answers them; everything else goes
/// by as it came. RFC 9113, section 4.1 (frames) and 6.7 (PING).
package struct PingFrames {
    private static let headerLength = 9
    private static let payloadLength = 8
    private static let ping: UInt8 = 6
    private static let acknowledgement: UInt8 = 1

    /// What came and is not passed on yet: less than a frame's header, or part of a PING.
    private var waiting = ByteBuffer()
    /// Bytes of the current frame that still go by.
    private var passing = 0

    package init() {}

    /// What goes by of the next bytes, and what is to be sent back.
    package mutating func receive(
        _ bytes: ByteBuffer
    ) -> (passed: ByteBuffer, answers: ByteBuffer) {
        var bytes = bytes
        if waiting.readableBytes == 0 { waiting = bytes } else { waiting.writeBuffer(&bytes) }
        var (passed, answers) = (ByteBuffer(), ByteBuffer())
        while true {
            if passing > 0, let slice = waiting.readSlice(length: min(passing, available)) {
                passing -= slice.readableBytes
                passed.writeImmutableBuffer(slice)
            }
            guard passing == 0, let header = header() else { return (passed, answers) }
            if header.isQuestion {
                guard available >= Self.headerLength + Self.payloadLength else {
                    return (passed, answers)
                }
                waiting.moveReaderIndex(forwardBy: Self.headerLength)
                answers.writeBytes([0, 0, 8, Self.ping, Self.acknowledgement, 0, 0, 0, 0])
                waiting.readSlice(length: Self.payloadLength).map {
                    _ = answers.writeImmutableBuffer($0)
                }
            } else {
                passing = Self.headerLength + header.length
            }
        }
    }

    private var available: Int { waiting.readableBytes }

    private func header() -> (length: Int, isQuestion: Bool)? {
        let start = waiting.readerIndex
        guard available >= Self.headerLength,
            let upper = waiting.getInteger(at: start, as: UInt16.self),
            let lower = waiting.getInteger(at: start + 2, as: UInt8.self),
            let type = waiting.getInteger(at: start + 3, as: UInt8.self),
            let flags = waiting.getInteger(at: start + 4, as: UInt8.self)
        else { return nil }
        let length = Int(upper) << 8 | Int(lower)
        // A PING of another length is an error of the server, which HTTP/2 itself deals with.
        let isQuestion =
            type == Self.ping && flags & Self.acknowledgement == 0 && length == Self.payloadLength
        return (length, isQuestion)
    }
}
