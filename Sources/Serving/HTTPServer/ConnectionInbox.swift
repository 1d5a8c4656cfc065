import NIOCore
import Synchronization

/// What came over a connection and waits for its reader. While much waits, no more is asked for.
package final class ConnectionInbox: Sendable {
    private struct State {
        var pieces: [[UInt8]] = []
        var byteCount = 0
        var isOver = false
        /// Whether the connection waits to be asked for more.
        var isPaused = false
        var reader: CheckedContinuation<[UInt8]?, Never>?
    }

    private static let limit = 256 << 10

    private let state = Mutex(State())

    package init() {}

    /// Something came.
    package func arrive(_ bytes: [UInt8]) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, Never>? in
            if let reader = state.reader.take() { return reader }
            state.pieces.append(bytes)
            state.byteCount += bytes.count
            return nil
        }
        reader?.resume(returning: bytes)
    }

    /// Nothing more will come.
    package func end() {
        let reader = state.withLock { state in
            state.isOver = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    /// Whether there is room for more; when there isn't, `next` will say when there is.
    package func wantsMore() -> Bool {
        state.withLock { state in
            state.isPaused = state.byteCount >= Self.limit
            return !state.isPaused
        }
    }

    /// What came first, and whether the connection is to be asked for more now.
    func next() async -> (bytes: [UInt8]?, mustAsk: Bool) {
        let bytes = await withCheckedContinuation { continuation in
            let found = state.withLock { state -> [UInt8]?? in
                if !state.pieces.isEmpty {
                    let bytes = state.pieces.removeFirst()
                    state.byteCount -= bytes.count
                    return .some(bytes)
                }
                if state.isOver { return .some(nil) }
                state.reader = continuation
                return .none
            }
            if let found { continuation.resume(returning: found) }
        }
        let mustAsk = state.withLock { state in
            guard state.isPaused, state.byteCount < Self.limit / 2 else { return false }
            state.isPaused = false
            return true
        }
        return (bytes, mustAsk)
    }
}

/// Puts what a channel hears into an inbox.
package final class InboxHandler: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer

    private let inbox: ConnectionInbox

    package init(_ inbox: ConnectionInbox) { self.inbox = inbox }

    package func handlerAdded(context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        if context.channel.isActive { context.read() }
    }

    package func channelActive(context: ChannelHandlerContext) { context.read() }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.arrive(Array(Self.unwrapInboundIn(data).readableBytesView))
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        if inbox.wantsMore() { context.read() }
    }

    /// A decoder that is on its way out hands on what it still has in the loop's next turn: the end
    /// comes after that, also when both came at once.
    package func channelInactive(context: ChannelHandlerContext) {
        context.eventLoop.execute { [inbox] in inbox.end() }
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        inbox.end()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { context.close(promise: nil) }
    }
}
