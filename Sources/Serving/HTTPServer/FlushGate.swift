import NIOCore

/// The time in which an event loop hands streams their bytes. Streams of one connection of HTTP/2
/// would each flush it; here they flush it once, at the end.
final class FlushRound {
    private var isOpen = false
    private var waiting: [FlushGate] = []

    func during(_ body: () -> Void) {
        isOpen = true
        body()
        isOpen = false
        let gates = waiting
        waiting = []
        for gate in gates { gate.open() }
    }

    /// Whether the gate is to wait.
    func holds(_ gate: FlushGate) -> Bool {
        if isOpen { waiting.append(gate) }
        return isOpen
    }
}

/// Holds a connection's flushes back during a round.
final class FlushGate: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private let round: FlushRound
    private var isWaiting = false
    private var context: ChannelHandlerContext?

    init(_ round: FlushRound) { self.round = round }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func flush(context: ChannelHandlerContext) {
        guard !isWaiting else { return }
        isWaiting = round.holds(self)
        if !isWaiting { context.flush() }
    }

    func open() {
        isWaiting = false
        context?.flush()
    }
}
