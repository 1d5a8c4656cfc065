import NIOCore
import Synchronization

/// The sending end of a stream: bytes wait here until the event loop comes by.
final class StreamBody: HTTPBodyStream {
    private struct State {
        var queue: [[UInt8]] = []
        /// Bytes in the queue, and bytes that the channel has but the kernel has not.
        var pendingBytes = 0
        var isClosed = false
        /// Whether the outbox has it.
        var isListed = false
        var onClose: [@Sendable () -> Void] = []

        /// Whether the outbox must be told.
        mutating func list() -> Bool {
            defer { isListed = true }
            return !isListed
        }
    }

    private let state = Mutex(State())
    private let outbox: LoopOutbox
    private let exchange: NIOLoopBound<ExchangeHandler>

    init(_ outbox: LoopOutbox, _ exchange: NIOLoopBound<ExchangeHandler>) {
        self.outbox = outbox
        self.exchange = exchange
        outbox.open(self)
    }

    func write(_ bytes: [UInt8]) -> Bool {
        let (isOpen, mustList) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.queue.append(bytes)
            state.pendingBytes += bytes.count
            return (true, state.list())
        }
        if mustList { outbox.add(self) }
        return isOpen
    }

    var pendingByteCount: Int { state.withLock { $0.pendingBytes } }

    func close() { end(droppingQueue: false) }

    /// The client is gone: what is queued is for nobody.
    func cut() { end(droppingQueue: true) }

    private func end(droppingQueue: Bool) {
        let (actions, mustList) = state.withLock { state in
            if droppingQueue { state.queue = [] }
            guard !state.isClosed else { return ([@Sendable () -> Void](), false) }
            state.isClosed = true
            let actions = state.onClose
            state.onClose = []
            return (actions, state.list())
        }
        if mustList { outbox.add(self) }
        for action in actions { action() }
    }

    func onClose(_ action: @escaping @Sendable () -> Void) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.onClose.append(action) }
            return state.isClosed
        }
        if isClosed { action() }
    }

    // The event loop's side.

    func drain() { exchange.value.send(self) }

    /// All that is queued, and whether nothing more will come.
    func take() -> (pieces: [[UInt8]], isLast: Bool) {
        state.withLock { state in
            let pieces = state.queue
            state.queue = []
            state.isListed = false
            return (pieces, state.isClosed)
        }
    }

    /// The connection has taken that many bytes.
    func sent(_ count: Int) { state.withLock { $0.pendingBytes -= count } }

    /// The exchange is over.
    func finish() { outbox.forget(self) }
}
