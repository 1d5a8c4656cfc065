import LinuxSystem

/// Runs a program to its end and keeps what it prints.
struct ProgramRun {
    var status: Int
    var output: [UInt8]
    var errors: [UInt8]

    /// The last lines of what it said on standard error, as one.
    var complaint: String {
        String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(3)
            .joined(separator: "; ")
    }

    /// - Parameters:
    ///   - limit: when it is ended.
    ///   - adjust: sets its surroundings; its streams are set already.
    /// - Returns: nil when it took longer.
    static func run(
        _ program: ChildProcess.Program, input: [UInt8] = [], limit: Duration
    ) throws -> ProgramRun? {
        // Files, not pipes: they hold any amount without anyone reading.
        let stdin = try Descriptor.temporary()
        let stdout = try Descriptor.temporary()
        let stderr = try Descriptor.temporary()
        try stdin.write(input)
        try stdin.rewind()
        var program = program
        program.input = .descriptor(stdin.rawValue)
        program.output = .descriptor(stdout.rawValue)
        program.error = .descriptor(stderr.rawValue)
        program.startsSession = true
        let child = try ChildProcess.spawn(program)
        guard let ending = try child.wait(timeout: limit) else {
            try child.stop(grace: .seconds(1))
            return nil
        }
        try stdout.rewind()
        try stderr.rewind()
        return ProgramRun(
            status: Int(ending.shellStatus), output: try stdout.readAll(),
            errors: try stderr.readAll())
    }
}
