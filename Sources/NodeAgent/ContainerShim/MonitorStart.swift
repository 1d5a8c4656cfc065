import LinuxSystem

/// The role `start`: starts a monitor that nobody is the parent of, so that its end leaves nothing
/// for the agent to collect. Prints why the container doesn't run.
enum MonitorStart {
    static func run(_ folder: ContainerFolder) throws -> Never {
        let pipe = try PipeEnds()
        let diagnostics = try Descriptor(
            opening: folder.diagnosticsFile, [.writeOnly, .create, .append], mode: 0o600)
        var program = try ShimProgram.role("monitor", folder)
        program.input = .null
        program.output = .descriptor(diagnostics.rawValue)
        program.error = .descriptor(diagnostics.rawValue)
        program.extraStream = pipe.writing.rawValue
        program.startsSession = true
        _ = try ChildProcess.spawn(program)
        let ends = pipe.release()
        let reading = Descriptor(owning: ends.reading)
        _ = Descriptor(owning: ends.writing)
        guard let failure = try StartReport.receive(reading, from: "monitor") else {
            CurrentProcess.exit(0)
        }
        try StandardStream.output.write(failure)
        CurrentProcess.exit(1)
    }
}
