import ContainerRuntime
import LinuxSystem
import Synchronization

/// Carries what a command writes from a thread that reads it to a task that takes it. The thread
/// waits while too much lies here, and so does the command.
final class OutputQueue: Sendable {
    private struct State {
        var waiting: [CommandOutput] = []
        var size = 0
        var isEnded = false
        var taker: CheckedContinuation<CommandOutput?, Never>?
    }

    private static let limit = 1 << 20

    private let state = Mutex(State())
    private let room: EventDescriptor

    init() throws { room = try EventDescriptor() }

    /// For one taker.
    var stream: AsyncStream<CommandOutput> { AsyncStream { await self.take() } }

    /// Gives a piece; waits for room first.
    func put(_ piece: CommandOutput) throws {
        while state.withLock({ $0.size > Self.limit && !$0.isEnded }) { _ = try room.wait() }
        let taker = state.withLock { state -> CheckedContinuation<CommandOutput?, Never>? in
            if state.isEnded { return nil }
            if let taker = state.taker {
                state.taker = nil
                return taker
            }
            state.waiting.append(piece)
            state.size += piece.count
            return nil
        }
        taker?.resume(returning: piece)
    }

    /// Nothing more comes.
    func end() {
        let taker = state.withLock { state -> CheckedContinuation<CommandOutput?, Never>? in
            state.isEnded = true
            defer { state.taker = nil }
            return state.taker
        }
        room.signal()
        taker?.resume(returning: nil)
    }

    private func take() async -> CommandOutput? {
        await withCheckedContinuation { continuation in
            let found = state.withLock { state -> CommandOutput?? in
                if !state.waiting.isEmpty {
                    let piece = state.waiting.removeFirst()
                    state.size -= piece.count
                    return piece
                }
                if state.isEnded { return .some(nil) }
                state.taker = continuation
                return .none
            }
            if let found {
                room.signal()
                continuation.resume(returning: found)
            }
        }
    }
}

extension CommandOutput {
    fileprivate var count: Int {
        switch self {
        case .output(let bytes), .errors(let bytes): bytes.count
        }
    }
}

/// A value that is known later, for any number who wait for it.
final class Later<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiting: [CheckedContinuation<Value, Never>] = []
    }

    private let state = Mutex(State())

    /// Sets it; what was set first stays.
    func set(_ value: Value) {
        let waiting = state.withLock { state -> [CheckedContinuation<Value, Never>] in
            guard state.value == nil else { return [] }
            state.value = value
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: value) }
    }

    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let value = state.withLock { state -> Value? in
                    if state.value == nil { state.waiting.append(continuation) }
                    return state.value
                }
                if let value { continuation.resume(returning: value) }
            }
        }
    }
}
