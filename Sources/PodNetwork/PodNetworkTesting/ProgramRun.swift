import LinuxSystem

/// A program run with bytes on its standard input, its outputs caught in files.
struct ProgramRun {
    var executable: String
    var arguments: [String]
    var namespace: NetworkNamespace
    var name: String?
    var environment: [String]?
    var input: [UInt8]

    func answer() throws -> Answer {
        let folder = try Files.createTemporaryDirectory("martlet-run")
        defer { try? Files.removeTree(folder) }
        try Files.writeAtomically(folder + "/in", input)
        let ending = try start(in: folder).wait()
        return Answer(
            status: ending?.shellStatus ?? -1, output: try Files.read(folder + "/out"),
            diagnostics: try Files.readText(folder + "/err"))
    }

    /// Starts the program with files of a folder as its streams.
    func start(in folder: String) throws -> ChildProcess {
        let input = try Descriptor(opening: folder + "/in")
        let output = try Descriptor(opening: folder + "/out", [.writeOnly, .create])
        let errors = try Descriptor(opening: folder + "/err", [.writeOnly, .create])
        var program = ChildProcess.Program(executable, arguments)
        program.argumentZero = name
        program.environment = environment
        program.networkNamespace = namespace.descriptor
        program.input = .descriptor(input.rawValue)
        program.output = .descriptor(output.rawValue)
        program.error = .descriptor(errors.rawValue)
        return try ChildProcess.spawn(program)
    }
}
