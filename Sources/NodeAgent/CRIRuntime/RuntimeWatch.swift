import CRIProtocol
import ContainerRuntime
import Logging
import Synchronization

/// Tells when a runtime's sandboxes or containers may have changed.
///
/// It looks about once a second, and at once when an event says so: the interface's own
/// (containerd 1.7 and later, CRI-O), or containerd's of its tasks. Events only hasten the look:
/// one that is lost costs a second.
final class RuntimeWatch: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
        var work: Task<Void, Never>?
    }

    private let connection: CRIConnection
    private let inventory: RuntimeInventory
    private let interval: Duration
    private let logger: Logger
    private let state = Mutex(State())

    init(
        connection: CRIConnection, inventory: RuntimeInventory, interval: Duration, logger: Logger
    ) {
        self.connection = connection
        self.inventory = inventory
        self.interval = interval
        self.logger = logger
    }

    deinit { state.withLock { $0.work?.cancel() } }

    /// The runtime is looked at as long as somebody listens.
    func subscribe() -> AsyncStream<Void> {
        let (stream, listener) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = listener
            if state.work == nil { state.work = work() }
            return state.next
        }
        listener.onTermination = { [weak self] _ in self?.unsubscribe(number) }
        return stream
    }

    private func unsubscribe(_ number: Int) {
        state.withLock { state in
            state.listeners[number] = nil
            guard state.listeners.isEmpty else { return }
            state.work?.cancel()
            state.work = nil
        }
    }

    private func notify() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    private func work() -> Task<Void, Never> {
        let (hints, hint) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let events = RuntimeEvents(connection: connection, logger: logger)
        return Task { [weak self, interval] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await events.follow { hint.yield() } }
                group.addTask {
                    while (try? await Task.sleep(for: interval)) != nil { hint.yield() }
                    hint.finish()
                }
                group.addTask { await self?.look(at: hints) }
            }
        }
    }

    private func look(at hints: AsyncStream<Void>) async {
        var last: [String: Int]?
        for await _ in hints {
            guard let now = try? await inventory.fingerprint() else { continue }
            // The first look tells, too: things may have changed before it.
            if last != now { notify() }
            last = now
        }
    }
}
