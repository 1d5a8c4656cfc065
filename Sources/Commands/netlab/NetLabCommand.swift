import ArgumentParser
import LinuxSystem
import NetLab

/// `netlab`: a cluster of several nodes on one machine.
@main
struct NetLabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netlab",
        abstract: "A cluster of several nodes on one machine, each node a network namespace.",
        discussion: """
            Exit status: 0 when everything is so; 1 when something isn't, which is printed; \
            64 for wrong arguments; of exec: the command's own, or 125 when it was not started.
            """,
        subcommands: [
            UpVerb.self, StatusVerb.self, ExecVerb.self, DownVerb.self, RunVerb.self,
            BreakVerb.self, MendVerb.self, MapVerb.self, RespondVerb.self, RequestVerb.self,
        ])
}

/// Options of the verbs that make or take down labs.
struct LabOptions: ParsableArguments {
    @Option(
        help: "The folder of martlet, svcproxy, clusterdns and martlet-cni. Default: netlab's own.")
    var bin: String?

    @Option(help: "The folder of all labs.")
    var state: String = LabPaths.standardRoot

    func options() throws -> NetLab.Options {
        let netlab = try CurrentProcess.executablePath()
        return NetLab.Options(
            root: try Self.absolute(state),
            programs: ProgramFolders(
                netlab: netlab, bin: try bin.map(Self.absolute)))
    }

    /// Processes of a lab start in the root folder, so that paths must not depend on this one's.
    static func absolute(_ path: String) throws -> String {
        if path.hasPrefix("/") { return path }
        return try Files.readLink("/proc/self/cwd") + "/" + path
    }
}

extension LabName: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// Ends with the error on one line and status 1, as every verb does.
func reportingErrors(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let code as ExitCode {
        throw code
    } catch {
        try? StandardStream.error.write("netlab: \(error)\n")
        throw ExitCode(1)
    }
}
