import ArgumentParser
import LinuxSystem
import NetLab

struct ExecVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command in a pod, or on a node or host of the wire.",
        usage: """
            netlab exec POD [--namespace NS] -- COMMAND…
            netlab exec --machine NAME -- COMMAND…
            """
    )

    @Argument(help: "The pod, as name or namespace/name; then -- and the command.")
    var words: [String] = []

    @Option(name: [.customShort("n"), .long], help: "The pod's namespace.")
    var namespace: String = "default"

    @Option(help: "A node or host instead of a pod.")
    var machine: String?

    @Option(name: .customLong("lab"), help: "The lab. Default: the one that is up.")
    var name: LabName?

    @Option(help: "The folder of all labs.")
    var state: String = LabPaths.standardRoot

    func run() throws {
        do {
            let (place, command) = try parts()
            try LabEntrance(place, lab: name, root: state).become(command)
        } catch let error as ValidationError {
            throw error
        } catch {
            try? StandardStream.error.write("netlab: \(error)\n")
            throw ExitCode(125)
        }
    }

    private func parts() throws -> (LabEntrance.Place, [String]) {
        if let machine { return (.machine(machine), words) }
        guard let pod = words.first.flatMap({ PodKey($0, in: namespace) }) else {
            throw ValidationError("name a pod, or a node with --machine")
        }
        return (.pod(pod), Array(words.dropFirst()))
    }
}
