import ArgumentParser
import ProxySettings
import ServiceProxy

@main
enum Program {
    // The daemon's signals are blocked before there is a second thread: each inherits that. The
    // first thread only waits; an asynchronous `main` would let it take signals again.
    static func main() {
        do {
            try SyncCommand.collectSignals(for: CommandLine.arguments)
        } catch {
            SvcProxy.exit(withError: error)
        }
        let words = CommandWords(Array(CommandLine.arguments.dropFirst()))
        words.announcements.forEach(Console(isVerbose: false).say)
        Task.detached {
            await SvcProxy.main(words.words)
            SvcProxy.exit(withError: nil)
        }
        SyncCommand.waitForEver()
    }
}

/// The command line; what it does is in the room ServiceProxy.
struct SvcProxy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "svcproxy",
        abstract: "Programs Kubernetes Services into the kernel's nftables.",
        discussion: """
            Exit status: 0 done, 1 the objects, the configuration or the kernel refused, \
            2 `verify` found a difference or `plan --exit-code` something to change, \
            64 wrong usage.
            """,
        subcommands: [Sync.self, Plan.self, Show.self, Explain.self, Verify.self, Cleanup.self])
}
