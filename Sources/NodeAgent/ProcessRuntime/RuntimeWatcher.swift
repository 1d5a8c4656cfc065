import LinuxSystem
import Synchronization

/// Notices that containers end: by the files that their shims write, and by the shims' own ends.
final class RuntimeWatcher: Sendable {
    private typealias Listener = AsyncStream<Void>.Continuation

    private let files: FileWatcher
    private let poller: EventPoller
    private let stopping: EventDescriptor
    private let handles = Mutex<[UInt64: SharedDescriptor]>([:])
    private let listeners = Mutex<[Int: Listener]>([:])
    private let nextListener = Atomic(0)

    private static let filesToken = UInt64.max
    private static let stopToken = UInt64.max - 1

    init(exits: String) throws {
        files = try FileWatcher()
        poller = try EventPoller()
        stopping = try EventDescriptor()
        try files.watch(exits, for: [.movedHere])
        try poller.add(files.descriptor, token: Self.filesToken)
        try poller.add(stopping.descriptor, token: Self.stopToken)
        _ = try SystemThread.spawn(name: "runtime-watch") { [self] in run() }
    }

    func stop() {
        stopping.signal()
        for listener in listeners.withLock({ $0.values }) { listener.finish() }
    }

    func changes() -> AsyncStream<Void> {
        let number = nextListener.add(1, ordering: .relaxed).newValue
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            listeners.withLock { $0[number] = continuation }
            continuation.onTermination = { [weak self] _ in
                self?.listeners.withLock { _ = $0.removeValue(forKey: number) }
            }
        }
    }

    /// Tells when a process ends, once.
    func follow(_ pid: Int32) {
        guard let handle = try? SharedDescriptor(ChildProcess(pid: pid).openHandle()) else {
            return tell()
        }
        let token = UInt64(UInt32(bitPattern: handle.rawValue))
        handles.withLock { $0[token] = handle }
        if (try? poller.add(handle.rawValue, token: token)) == nil { tell() }
    }

    private func tell() {
        for listener in listeners.withLock({ Array($0.values) }) { listener.yield() }
    }

    private func run() {
        while let events = try? poller.wait() {
            for event in events {
                switch event.token {
                case Self.stopToken: return
                case Self.filesToken: _ = try? files.events(timeout: .zero)
                default:
                    let handle = handles.withLock { $0.removeValue(forKey: event.token) }
                    if let handle { try? poller.remove(handle.rawValue) }
                }
            }
            tell()
        }
    }
}
