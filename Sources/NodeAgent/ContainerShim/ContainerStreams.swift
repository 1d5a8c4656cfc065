import LinuxSystem

/// The standard streams of a container: three pipes, or one terminal. One object, so that closing
/// an end here closes it.
final class ContainerStreams {
    /// The monitor's ends. Nil: there is none.
    private(set) var input: SharedDescriptor?
    let output: SharedDescriptor
    let errors: SharedDescriptor?
    let terminal: PseudoTerminalHandle?
    /// The container's ends: input, output, errors.
    private var peers: [SharedDescriptor?]

    init(_ launch: ContainerLaunch) throws {
        guard launch.hasTerminal else {
            let (outputReading, outputWriting) = try Self.pipe()
            let (errorsReading, errorsWriting) = try Self.pipe()
            (output, errors) = (outputReading, errorsReading)
            terminal = nil
            peers = [nil, outputWriting, errorsWriting]
            if launch.hasInput {
                let (reading, writing) = try Self.pipe()
                input = writing
                peers[0] = reading
            }
            return
        }
        let terminal = try PseudoTerminal()
        let peer = SharedDescriptor(try terminal.openPeer())
        // One for each direction, so that a poller can follow them apart.
        input = launch.hasInput ? SharedDescriptor(try terminal.screen.duplicate()) : nil
        output = SharedDescriptor(try terminal.screen.duplicate())
        errors = nil
        peers = [peer, peer, peer]
        self.terminal = PseudoTerminalHandle(terminal)
    }

    private static func pipe() throws -> (SharedDescriptor, SharedDescriptor) {
        let ends = try PipeEnds().release()
        return (
            SharedDescriptor(Descriptor(owning: ends.reading)),
            SharedDescriptor(Descriptor(owning: ends.writing))
        )
    }

    func connect(to program: inout ChildProcess.Program) {
        func stream(_ index: Int) -> ChildProcess.Stream {
            peers[index].map { .descriptor($0.rawValue) } ?? .null
        }
        program.input = stream(0)
        program.output = stream(1)
        program.error = stream(2)
    }

    /// Leaves the container's ends to it: the streams end when it does.
    func closePeers() { peers = [] }

    func closeInput() { input = nil }
}

/// A terminal that a copyable value can hold.
final class PseudoTerminalHandle {
    private let terminal: PseudoTerminal

    init(_ terminal: consuming PseudoTerminal) { self.terminal = terminal }

    func resize(columns: UInt16, rows: UInt16) {
        // A program on it that is just ending needs no size.
        try? terminal.resize(columns: columns, rows: rows)
    }
}
