import LinuxSystem

/// A program run with bytes on its standard input, its outputs caught in files.
struct ProgramRun {
    var executable: String
    var arguments: [String]
    var namespace: NetworkNamespace
    var name: String?
    var environment: [String]?
    var input: [UInt8]
    var fault: Fault?

    func answer() throws -> Answer {
        let folder = try Files.createTemporaryDirectory("martlet-run")
        defer { try? Files.removeTree(folder) }
        try Files.writeAtomically(folder + "/in", input)
        let (ending, isStruck) = try run(in: folder)
        var answer = Answer(
            status: ending?.shellStatus ?? -1, output: try Files.read(folder + "/out"),
            diagnostics: try Files.readText(folder + "/err"))
        answer.isStruck = isStruck
        return answer
    }

    /// Runs the program with files of a folder as its streams.
    private func run(in folder: String) throws -> (ChildProcess.Ending?, isStruck: Bool) {
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
        guard let fault else { return (try ChildProcess.spawn(program).wait(), false) }
        var process = try TracedProcess(starting: program)
        let isStruck = try fault.strike(&process)
        return (try process.finish(), isStruck)
    }
}
