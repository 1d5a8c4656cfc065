import JSON
import LinuxSystem

/// One program, started and waited for.
struct PluginRun {
    var executable: String
    /// What it is called as.
    var name: String
    /// A program to run it by, with its arguments.
    var wrapper: [String] = []
    var host: NetworkNamespace?
    var environment: [String] = []
    var input: [UInt8] = []
    /// Where its input and output lie.
    var files: String

    /// - Returns: milliseconds, and what it printed.
    func run() throws -> (time: Double, output: [UInt8]) {
        try Files.writeAtomically(files + ".in", input)
        let input = try Descriptor(opening: files + ".in")
        let output = try Descriptor(opening: files + ".out", [.writeOnly, .create, .truncate])
        var program = ChildProcess.Program(executable)
        program.argumentZero = name
        if let first = wrapper.first {
            program = ChildProcess.Program(first, Array(wrapper.dropFirst()) + [executable])
        }
        program.networkNamespace = host?.descriptor
        program.environment = environment
        program.input = .descriptor(input.rawValue)
        program.output = .descriptor(output.rawValue)
        // From here on the plugin runs: how its parent forks is not what is measured.
        let child = try ChildProcess.spawn(program)
        let start = MonotonicClock.nanoseconds
        let ending = try child.wait()
        let elapsed = Double(MonotonicClock.nanoseconds - start) / 1e6
        let text = try Files.read(files + ".out")
        guard ending == .exited(0) else {
            let words = (try? JSON(parsing: text))?["msg"]?.string
            throw Failure("\(name) (\(executable)): \(words ?? "\(ending, default: "")")")
        }
        return (elapsed, text)
    }
}

struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
