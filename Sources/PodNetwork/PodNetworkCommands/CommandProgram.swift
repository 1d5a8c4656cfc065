import LinuxSystem
import PodNetwork

/// The program `martlet-cni`: a CNI plugin for runtimes, and a few verbs for people.
public enum CommandProgram {
    /// The verbs, in the order in which `--help` lists them.
    static var verbs: [any CommandVerb.Type] {
        [IPAMList.self, IPAMCheck.self, IPAMFree.self, ExplainVerb.self]
    }

    /// Acts as a plugin when a runtime calls, or when there are no arguments; otherwise does what
    /// the arguments say; and ends the process.
    public static func main() -> Never {
        let arguments = CurrentProcess.arguments
        guard arguments.count > 1, Environment.value("CNI_COMMAND") == nil else {
            PluginProgram.main(arguments)
        }
        let outcome = run(Array(arguments.dropFirst()))
        // Nobody is left to tell when the reader is gone.
        if !outcome.notice.isEmpty { try? StandardStream.error.write(outcome.notice) }
        if !outcome.output.isEmpty { try? StandardStream.output.write(outcome.output) }
        CurrentProcess.exit(outcome.status)
    }

    /// Does what the arguments say.
    package static func run(_ arguments: [String]) -> CommandOutcome {
        if arguments == ["help"] { return CommandOutcome(help) }
        guard let verb = verbs.first(where: { arguments.starts(with: $0.words) }) else {
            if arguments.contains("--help") { return CommandOutcome(help) }
            let words = arguments.joined(separator: " ")
            let problem =
                arguments.first == "--trace"
                ? "--trace goes with CNI_COMMAND" : "no such command: \(words)"
            return CommandOutcome(notice: "martlet-cni: \(problem)\n\(help)", status: 64)
        }
        let rest = Array(arguments.dropFirst(verb.words.count))
        if rest.contains("--help") { return CommandOutcome(verb.usage) }
        do {
            return try verb.init(rest).run()
        } catch let error as UsageError {
            return CommandOutcome(notice: "martlet-cni: \(error)\n\(verb.usage)", status: 64)
        } catch {
            return CommandOutcome(notice: "martlet-cni: \(error)\n", status: 1)
        }
    }

    private static var help: String {
        let commands = verbs.map { $0.words.joined(separator: " ") }
        let width = commands.map(\.count).max() ?? 0
        let lines = zip(commands, verbs).map { command, verb in
            let gap = String(repeating: " ", count: width - command.count)
            return "  martlet-cni \(command)\(gap)  \(verb.summary)\n"
        }
        return "usage: martlet-cni COMMAND; --help behind it tells more\n" + lines.joined()
            + "A container runtime calls it by CNI_COMMAND: docs/pod-network.md. "
            + "With --trace it tells\nhow long each step of that takes.\n"
    }
}
