import NIOCore
import Synchronization

/// The streams of one event loop that have something to send. However many get something at once,
/// the loop is woken once.
final class LoopOutbox: Sendable {
    private struct State {
        var waiting: [StreamBody] = []
        var open: [ObjectIdentifier: StreamBody] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let loop: any EventLoop
    private let flushes: NIOLoopBoundBox<FlushRound>

    init(_ loop: any EventLoop) {
        self.loop = loop
        flushes = .makeBoxSendingValue(FlushRound(), eventLoop: loop)
    }

    /// On the loop: what flushes wait for while streams are drained.
    var round: FlushRound { flushes.value }

    /// Has the loop look at a stream.
    func add(_ stream: StreamBody) {
        let isFirst = state.withLock { state in
            state.waiting.append(stream)
            return state.waiting.count == 1
        }
        if isFirst { loop.execute { self.drain() } }
    }

    private func drain() {
        let streams = state.withLock { state in
            let streams = state.waiting
            state.waiting = []
            return streams
        }
        round.during { for stream in streams { stream.drain() } }
    }

    /// Remembers a stream that is to be closed with the server.
    func open(_ stream: StreamBody) {
        let isClosed = state.withLock { state in
            state.open[ObjectIdentifier(stream)] = stream
            return state.isClosed
        }
        if isClosed { stream.close() }
    }

    func forget(_ stream: StreamBody) {
        state.withLock { $0.open[ObjectIdentifier(stream)] = nil }
    }

    /// Closes all streams, and those that come.
    func closeAll() {
        let streams = state.withLock { state in
            state.isClosed = true
            return Array(state.open.values)
        }
        for stream in streams { stream.close() }
    }
}
