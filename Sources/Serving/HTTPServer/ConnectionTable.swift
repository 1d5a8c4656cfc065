import NIOCore
import Synchronization

/// The open connections of a server.
final class ConnectionTable: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    var all: [any Channel] { state.withLock { Array($0.channels.values) } }

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLock { $0.channels[id] = channel }
        channel.closeFuture.whenComplete { _ in self.remove(id) }
    }

    private func remove(_ id: ObjectIdentifier) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.channels[id] = nil
            return state.channels.isEmpty ? state.waiting.take() : nil
        }
        waiting?.resume()
    }

    /// Returns when no connection is left, or after that time.
    func waitUntilEmpty(atMost limit: Duration) async {
        let alarm = Task {
            try? await Task.sleep(for: limit)
            state.withLock { $0.waiting.take() }?.resume()
        }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                guard !state.channels.isEmpty, !alarm.isCancelled else { return true }
                state.waiting = continuation
                return false
            }
            if isEmpty { continuation.resume() }
        }
        alarm.cancel()
    }
}
