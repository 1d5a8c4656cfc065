import ContainerRuntime
import LinuxSystem
import Synchronization

/// The streams of a command that runs in a container: `kubectl exec`.
final class StartedStreams: CommandStreams {
    private let child: ChildProcess
    private let terminal: PseudoTerminalBox?
    private let input: Mutex<SharedDescriptor?>
    private let queue: OutputQueue
    private let code = Later<Int>()

    var output: AsyncStream<CommandOutput> { queue.stream }

    /// Starts it.
    init(_ program: ChildProcess.Program, _ request: CommandRequest) throws {
        queue = try OutputQueue()
        var program = program
        program.startsSession = true
        var sources: [(SharedDescriptor, isErrors: Bool)] = []
        if request.hasTerminal {
            let terminal = try PseudoTerminal()
            let peer = try terminal.openPeer()
            program.input = .descriptor(peer.rawValue)
            program.output = .descriptor(peer.rawValue)
            program.error = .descriptor(peer.rawValue)
            sources = [(SharedDescriptor(try terminal.screen.duplicate()), false)]
            input = Mutex(
                request.hasInput ? SharedDescriptor(try terminal.screen.duplicate()) : nil)
            self.terminal = PseudoTerminalBox(terminal)
            child = try ChildProcess.spawn(program)
        } else {
            terminal = nil
            let inputEnds = try PipeEnds().release()
            let outputEnds = try PipeEnds().release()
            let errorEnds = try PipeEnds().release()
            let own = [inputEnds.reading, outputEnds.writing, errorEnds.writing].map {
                SharedDescriptor(Descriptor(owning: $0))
            }
            let writer = SharedDescriptor(Descriptor(owning: inputEnds.writing))
            input = Mutex(request.hasInput ? writer : nil)
            sources = [
                (SharedDescriptor(Descriptor(owning: outputEnds.reading)), false),
                (SharedDescriptor(Descriptor(owning: errorEnds.reading)), true),
            ]
            program.input = request.hasInput ? .descriptor(own[0].rawValue) : .null
            program.output = .descriptor(own[1].rawValue)
            program.error = .descriptor(own[2].rawValue)
            child = try ChildProcess.spawn(program)
            withExtendedLifetime(own) {}
        }
        try follow(sources)
    }

    /// Reads its output until it closes it, or has ended; then takes its end.
    private func follow(_ sources: [(SharedDescriptor, isErrors: Bool)]) throws {
        let (child, queue, code) = (child, queue, code)
        _ = try SystemThread.spawn(name: "exec-output") {
            OutputReader.run(sources, of: child, into: queue)
            let ending = try? child.wait()
            code.set(ending.map { Int($0.shellStatus) } ?? 137)
            queue.end()
        }
    }

    func write(_ bytes: [UInt8]) async throws(RuntimeError) {
        guard let target = input.withLock({ $0 }) else { return }
        try await OwnThread.run("exec-input") { try target.write(bytes) }
    }

    func closeInput() async {
        if terminal == nil {
            input.withLock { $0 = nil }
        } else {
            // A terminal has no end; its programs take this character for one. C: VEOF
            try? await write([4])
        }
    }

    func resize(columns: UInt16, rows: UInt16) async {
        terminal?.resize(columns: columns, rows: rows)
    }

    func wait() async throws(RuntimeError) -> Int { await code.value }

    func cancel() async {
        queue.end()
        input.withLock { $0 = nil }
        // That it has ended is what is wanted.
        try? child.signal(.terminate)
    }
}

/// A terminal that a class can hold and several tasks use.
final class PseudoTerminalBox: Sendable {
    private let terminal: PseudoTerminal

    init(_ terminal: consuming PseudoTerminal) { self.terminal = terminal }

    func resize(columns: UInt16, rows: UInt16) {
        try? terminal.resize(columns: columns, rows: rows)
    }
}

/// Reads the outputs of a command, as long as somebody has them open and the command runs.
enum OutputReader {
    static func run(
        _ sources: [(SharedDescriptor, isErrors: Bool)], of child: ChildProcess,
        into queue: OutputQueue
    ) {
        guard let poller = try? EventPoller(), let end = try? child.openHandle(),
            (try? poller.add(end.rawValue, token: UInt64.max)) != nil
        else { return }
        var open: [UInt64: (SharedDescriptor, isErrors: Bool)] = [:]
        for (index, source) in sources.enumerated() {
            try? source.0.setNonblocking(true)
            try? poller.add(source.0.rawValue, token: UInt64(index))
            open[UInt64(index)] = source
        }
        var hasEnded = false
        while !hasEnded, !open.isEmpty, let events = try? poller.wait() {
            hasEnded = events.contains { $0.token == UInt64.max }
            // What children of the command left behind may go on, but nobody waits for it.
            for token in hasEnded ? Array(open.keys) : events.map(\.token) {
                guard let source = open[token] else { continue }
                while let more = read(source, into: queue) {
                    guard more else {
                        open[token] = nil
                        try? poller.remove(source.0.rawValue)
                        break
                    }
                }
            }
        }
    }

    /// Reads a piece: true when there may be more, false at the end, nil when nothing is there.
    private static func read(
        _ source: (SharedDescriptor, isErrors: Bool), into queue: OutputQueue
    ) -> Bool? {
        var bytes: [UInt8] = []
        do throws(SystemError) {
            guard try source.0.read(into: &bytes, limit: 64 << 10) > 0 else { return false }
        } catch  where error.errno == .eagain {
            return nil
        } catch {
            return false
        }
        return (try? queue.put(source.isErrors ? .errors(bytes) : .output(bytes))) != nil
    }
}
