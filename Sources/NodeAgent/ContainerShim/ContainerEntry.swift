import LinuxSystem

/// The role `exec`: runs a command in a container that runs, with this process's own streams, and
/// ends as the command does.
enum ContainerEntry {
    static func run(_ folder: ContainerFolder, _ arguments: [String]) throws -> Never {
        guard let split = arguments.firstIndex(of: "--") else {
            throw StartFailure("the command stands after --")
        }
        let launch = try folder.readLaunch()
        guard let first = folder.readProcess()?.first, first.isRunning else {
            throw StartFailure("container not running")
        }
        try Namespaces.enter(of: first.pid)
        // Its number may have become another's in between; then its namespaces were another's.
        let signals = try ProcessSignals([.childEnded, .terminate, .hangUp, .interrupt])
        let command: ChildProcess
        do {
            var program = try ProgramSearch.program(
                Array(arguments[(split + 1)...]), of: launch)
            program.takesTerminal = arguments[..<split].contains("--terminal")
            program.parentDeathSignal = .kill
            command = try ChildProcess.spawn(program)
        } catch let failure as StartFailure {
            fail("\(failure)", status: 127)
        } catch {
            fail("\(error)", status: 126)
        }
        while true {
            guard let arrival = try signals.wait() else { continue }
            if arrival.signal == .childEnded {
                if let ending = try command.wait(timeout: .zero) {
                    CurrentProcess.exit(ending.shellStatus)
                }
            } else {
                // Nobody listens any more.
                try? command.signalGroup(.kill)
            }
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        try? StandardStream.error.write("\(message)\n")
        CurrentProcess.exit(status)
    }
}
