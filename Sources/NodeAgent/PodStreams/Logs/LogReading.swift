import HTTPServer
import LinuxSystem
import Synchronization

/// Sends a log to a client, on a thread of its own since files block.
final class LogReading: Sendable {
    private let path: String
    private let request: LogRequest
    private let stream: any HTTPBodyStream
    private let isClosed = Atomic(false)
    private let isComplete = Atomic(false)

    init(_ path: String, _ request: LogRequest, to stream: any HTTPBodyStream) {
        self.path = path
        self.request = request
        self.stream = stream
    }

    /// Nobody writes to the log any more: what is followed has an end.
    func complete() { isComplete.store(true, ordering: .releasing) }

    /// Begins; the stream is closed at the end. A reader who goes ends it too.
    func start() {
        stream.onClose { self.isClosed.store(true, ordering: .releasing) }
        do {
            _ = try SystemThread.spawn(name: "log") {
                try? self.send()
                self.stream.close()
            }
        } catch {
            stream.close()
        }
    }

    private func send() throws {
        var text = LogText(request)
        let watcher = request.isFollowing ? try FileWatcher() : nil
        try watcher?.watch(Files.directory(of: path), for: [.modified, .created, .movedHere])
        guard var file = try open(watcher) else { return }
        if let lines = request.tailLines { try file.skip(toLast: lines) }
        while !isClosed.load(ordering: .acquiring) {
            let wasComplete = isComplete.load(ordering: .acquiring)
            let wasReplaced = file.isReplaced()
            var isAtEnd = false
            while !isAtEnd, !isClosed.load(ordering: .acquiring) {
                let bytes = try file.read()
                isAtEnd = bytes.isEmpty
                give(text.take(bytes))
                if text.isFull { return }
            }
            if wasReplaced {
                file = try LogFile(path)
                continue
            }
            guard let watcher, !wasComplete else { return }
            _ = try watcher.events(timeout: .milliseconds(500))
        }
    }

    /// The file; one that is followed may be still to come.
    private func open(_ watcher: FileWatcher?) throws -> LogFile? {
        while !isClosed.load(ordering: .acquiring) {
            if Files.exists(path) { return try LogFile(path) }
            guard let watcher, !isComplete.load(ordering: .acquiring) else { return nil }
            _ = try watcher.events(timeout: .milliseconds(500))
        }
        return nil
    }

    /// Queues bytes; waits while the client is far behind.
    private func give(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        stream.write(bytes)
        while stream.pendingByteCount > 1 << 20, !isClosed.load(ordering: .acquiring) {
            MonotonicClock.sleep(.milliseconds(5))
        }
    }
}
