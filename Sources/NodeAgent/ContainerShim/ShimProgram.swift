import LinuxSystem

/// The program `martlet-shim`: what stands between the agent and a container, and outlives the
/// agent. One program in four roles, each a process with one thread:
///
/// - `start FOLDER` starts a monitor, says how that went, and ends.
/// - `monitor FOLDER` is the parent of a container: keeps its streams, log and end.
/// - `init FOLDER` is process 1 in the container: makes its files, starts its command.
/// - `exec FOLDER [--terminal] -- COMMAND…` runs a command in a container that runs.
public enum ShimProgram {
    public static func main() -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 2 else { refuse("start|monitor|init|exec FOLDER", status: 2) }
        let folder = ContainerFolder(arguments[1])
        do {
            switch arguments[0] {
            case "start": try MonitorStart.run(folder)
            case "monitor": try ContainerMonitor.run(folder)
            case "init": ContainerInit.run(folder)
            case "exec": try ContainerEntry.run(folder, Array(arguments.dropFirst(2)))
            default: refuse("no role \"\(arguments[0])\"", status: 2)
            }
        } catch {
            refuse("\(error)", status: 1)
        }
    }

    static func refuse(_ message: String, status: Int32) -> Never {
        // Nobody is left to tell when even this fails.
        try? StandardStream.error.write("martlet-shim: \(message)\n")
        CurrentProcess.exit(status)
    }

    /// This program, as its other roles are started.
    static func role(_ name: String, _ folder: ContainerFolder) throws -> ChildProcess.Program {
        var program = ChildProcess.Program(
            try CurrentProcess.executablePath(), [name, folder.path])
        program.argumentZero = "martlet-shim"
        program.environment = ["SWIFT_BACKTRACE=enable=no"]
        program.directory = "/"
        return program
    }
}
