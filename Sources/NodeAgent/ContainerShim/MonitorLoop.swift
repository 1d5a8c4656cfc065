import LinuxSystem

/// Waits for what happens to a running container: output, input, those who attach, the end.
final class MonitorLoop {
    private enum Token {
        static let output: UInt64 = 1
        static let errors: UInt64 = 2
        static let end: UInt64 = 3
        static let listener: UInt64 = 4
        static let input: UInt64 = 5
        static let firstClient: UInt64 = 16
    }

    private let poller: EventPoller
    private let listener: Descriptor
    private let log: Descriptor?
    private let launch: ContainerLaunch
    private let streams: ContainerStreams
    private var outputLines = LogLines("stdout")
    private var errorLines = LogLines("stderr")
    private var open: Set<UInt64> = [Token.output]
    private var input = PendingInput()
    private var clients: [UInt64: StreamClient] = [:]
    private var nextClient = Token.firstClient

    init(
        _ launch: ContainerLaunch, _ streams: ContainerStreams, listener: consuming Descriptor
    ) throws {
        self.launch = launch
        self.streams = streams
        self.listener = listener
        poller = try EventPoller()
        log =
            launch.logPath.isEmpty
            ? nil
            : try Descriptor(
                opening: launch.logPath, [.writeOnly, .create, .append], mode: 0o640)
        try poller.add(self.listener.rawValue, token: Token.listener)
        try poller.add(streams.output.rawValue, token: Token.output)
        try streams.output.setNonblocking(true)
        if let errors = streams.errors {
            try poller.add(errors.rawValue, token: Token.errors)
            try errors.setNonblocking(true)
            open.insert(Token.errors)
        }
        if let input = streams.input { try input.setNonblocking(true) }
    }

    /// Serves the container until its first process has ended.
    func run(until first: ChildProcess) throws -> ChildProcess.Ending {
        let handle = try first.openHandle()
        try poller.add(handle.rawValue, token: Token.end)
        while true {
            for ready in try poller.wait() {
                switch ready.token {
                case Token.output, Token.errors: read(ready.token)
                case Token.listener: accept()
                case Token.input: writeInput()
                case Token.end:
                    if let ending = try first.wait(timeout: .zero) {
                        drain()
                        return ending
                    }
                default: serve(ready.token, ready.events)
                }
            }
        }
    }

    /// Says goodbye to those who are attached.
    func finish(_ end: ContainerExit) {
        for client in clients.values {
            client.send(.exit(end.code))
            client.flush(within: .seconds(1))
        }
        clients = [:]
    }

    // MARK: Output

    /// Everything has ended that could write: what is in the pipes is all there is.
    private func drain() {
        for token in open.sorted() { while read(token) {} }
        let stamp = LogStamp.text(WallClock.microseconds)
        write(outputLines.finish(at: stamp) + errorLines.finish(at: stamp))
    }

    /// Returns whether there may be more.
    @discardableResult
    private func read(_ token: UInt64) -> Bool {
        let isErrors = token == Token.errors
        guard open.contains(token), let source = isErrors ? streams.errors : streams.output
        else { return false }
        var bytes: [UInt8] = []
        do throws(SystemError) {
            if try source.read(into: &bytes, limit: 64 << 10) > 0 {
                let stamp = LogStamp.text(WallClock.microseconds)
                write(
                    isErrors
                        ? errorLines.take(bytes, at: stamp) : outputLines.take(bytes, at: stamp))
                for (token, client) in clients {
                    client.send(isErrors ? .errors(bytes) : .output(bytes))
                    follow(client, token)
                }
                return true
            }
        } catch  where error.errno == .eagain {
            return false
        } catch {
            // EIO: nobody has the terminal open any more.
        }
        open.remove(token)
        try? poller.remove(source.rawValue)
        return false
    }

    private func write(_ lines: [UInt8]) {
        guard !lines.isEmpty else { return }
        // A full disk loses lines, and must not stop the container.
        try? log?.write(lines)
    }

    // MARK: Input

    private func writeInput() {
        guard let target = streams.input else { return input.drop() }
        input.write(to: target)
        let isWaiting = input.isWaiting
        if isWaiting != input.isFollowed {
            input.isFollowed = isWaiting
            if isWaiting {
                try? poller.add(target.rawValue, .writable, token: Token.input)
            } else {
                try? poller.remove(target.rawValue)
            }
            // Whoever was kept waiting may go on.
            for (token, client) in clients { follow(client, token) }
        }
        if !isWaiting, input.isEnded { streams.closeInput() }
    }

    private func endInput() {
        guard launch.closesInputAfterFirst else { return }
        // A terminal has no end; its programs take this character for one. C: VEOF
        if launch.hasTerminal { input.add([4]) } else { input.isEnded = true }
        writeInput()
    }

    // MARK: Those who attach

    private func accept() {
        guard let socket = LocalSocket.accept(listener) else { return }
        let client = StreamClient(socket)
        guard (try? poller.add(client.descriptor, .readable, token: nextClient)) != nil else {
            return
        }
        clients[nextClient] = client
        nextClient += 1
    }

    private func serve(_ token: UInt64, _ events: PollEvents) {
        guard let client = clients[token] else { return }
        if events.contains(.writable) { client.flushSome() }
        if !events.isDisjoint(with: [.readable, .hungUp, .failed]) {
            for frame in client.receive() {
                switch frame {
                case .input(let bytes):
                    input.add(bytes)
                    writeInput()
                case .endOfInput: endInput()
                case .size(let columns, let rows):
                    streams.terminal?.resize(columns: columns, rows: rows)
                case .output, .errors, .exit: break
                }
            }
        }
        follow(client, token)
    }

    /// Watches a client for what it can do next, or lets it go.
    private func follow(_ client: StreamClient, _ token: UInt64) {
        guard !client.isGone else {
            try? poller.remove(client.descriptor)
            clients[token] = nil
            if client.gaveInput { endInput() }
            return
        }
        var events: PollEvents = input.isWaiting ? [] : .readable
        if client.hasPending { events.insert(.writable) }
        try? poller.change(client.descriptor, events, token: token)
    }
}

/// Input on its way to a container that has not read it yet.
private struct PendingInput {
    private var bytes: [UInt8] = []
    var isEnded = false
    var isFollowed = false

    var isWaiting: Bool { !bytes.isEmpty }

    mutating func add(_ more: [UInt8]) { bytes += more }

    mutating func drop() { bytes = [] }

    mutating func write(to target: SharedDescriptor) {
        do {
            let count = try target.writeSome(bytes[...])
            bytes.removeFirst(count)
        } catch {
            // Nobody reads any more.
            bytes = []
        }
    }
}
