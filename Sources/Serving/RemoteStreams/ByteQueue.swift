import Synchronization

/// Bytes on their way from one task to another, which take turns when much waits.
public final class ByteQueue: Sendable {
    fileprivate struct State {
        var pieces: [[UInt8]] = []
        var byteCount = 0
        var isOver = false
        var taker: CheckedContinuation<[UInt8]?, Never>?
        var givers: [CheckedContinuation<Void, Never>] = []
    }

    fileprivate static let limit = 1 << 20

    private let state = Mutex(State())

    /// An empty queue.
    public init() {}

    /// Puts a piece in; waits while the queue is full. What comes after the end is dropped.
    public func put(_ bytes: [UInt8]) async {
        guard !bytes.isEmpty else { return }
        await withCheckedContinuation { continuation in
            let (taker, mustWait) = state.withLock { state in
                if state.isOver { return (CheckedContinuation<[UInt8]?, Never>?.none, false) }
                if let taker = state.taker.take() { return (taker, false) }
                state.pieces.append(bytes)
                state.byteCount += bytes.count
                let mustWait = state.byteCount > Self.limit
                if mustWait { state.givers.append(continuation) }
                return (nil, mustWait)
            }
            taker?.resume(returning: bytes)
            if !mustWait { continuation.resume() }
        }
    }

    /// Nothing more comes; what is in it can still be taken.
    public func finish() {
        let (taker, givers) = state.withLock { state in
            state.isOver = true
            defer { state.givers = [] }
            return (state.taker.take(), state.givers)
        }
        taker?.resume(returning: nil)
        for giver in givers { giver.resume() }
    }

    /// The next piece; nil at the end, and when the task is cancelled.
    public func take() async -> [UInt8]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (found, givers) = state.withLock { state in state.next(continuation) }
                for giver in givers { giver.resume() }
                if let found { continuation.resume(returning: found) }
            }
        } onCancel: {
            finish()
        }
    }

    /// Everything up to the end, at most that much of it.
    public func takeAll(limit: Int = 1 << 20) async -> [UInt8] {
        var whole: [UInt8] = []
        while whole.count < limit, let piece = await take() { whole += piece }
        return whole
    }
}

extension ByteQueue.State {
    fileprivate mutating func next(
        _ continuation: CheckedContinuation<[UInt8]?, Never>
    ) -> (found: [UInt8]??, givers: [CheckedContinuation<Void, Never>]) {
        if !pieces.isEmpty {
            let piece = pieces.removeFirst()
            byteCount -= piece.count
            guard byteCount <= ByteQueue.limit else { return (.some(piece), []) }
            defer { givers = [] }
            return (.some(piece), givers)
        }
        if isOver { return (.some(nil), []) }
        taker = continuation
        return (.none, [])
    }
}
