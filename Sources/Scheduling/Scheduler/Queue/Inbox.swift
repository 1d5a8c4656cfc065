import ControllerRuntime
import Synchronization

/// What has happened since the scheduler looked last. Informers and writes under way put it in;
/// the scheduler takes all of it before each pod.
final class Inbox: Sendable {
    /// Something that happened.
    enum Message: Sendable {
        case pod(ObjectChange)
        case node(ObjectChange)
        case namespacesChanged
        case volumesChanged
        /// A pod was bound, or not.
        case bindingEnded(uid: String, isBound: Bool)
    }

    private struct State {
        var messages: [Message] = []
        var waiting: CheckedContinuation<Void, Never>?
        var alarm: ContinuousClock.Instant?
        var isRinging = false
    }

    private let state = Mutex(State())

    /// Puts a message in.
    func add(_ message: Message) {
        wake { $0.messages.append(message) }
    }

    /// Takes all messages.
    func take() -> [Message] {
        state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }

    /// Waits until there is a message, or until a moment, or until the task is cancelled.
    func wait(until due: ContinuousClock.Instant?) async {
        if let due { setAlarm(due) }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.messages.isEmpty || state.isRinging || Task.isCancelled {
                        state.isRinging = false
                        return true
                    }
                    state.waiting = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }

    private func ring() { wake { $0.isRinging = true } }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            if state.waiting != nil { state.isRinging = false }
            return state.waiting
        }
        waiting?.resume()
    }

    private func setAlarm(_ due: ContinuousClock.Instant) {
        let isEarlier = state.withLock { state in
            if let alarm = state.alarm, alarm <= due { return false }
            state.alarm = due
            return true
        }
        guard isEarlier else { return }
        Task {
            try? await Task.sleep(until: due, clock: .continuous)
            let isDue = state.withLock { state in
                guard state.alarm == due else { return false }
                state.alarm = nil
                return true
            }
            if isDue { ring() }
        }
    }
}
