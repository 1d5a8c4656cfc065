import ArgumentParser
import ServiceProxy

struct Cleanup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete everything that sync made in this network namespace.")

    @Flag(help: "Also delete what kube-proxy left, of its nftables and its iptables mode.")
    var takeover = false

    @Flag(name: .shortAndLong, help: "Tell what is deleted.")
    var verbose = false

    func run() async throws {
        let console = Console(isVerbose: verbose)
        try await Failure.told(console) {
            try CleanupCommand(console: console, takesOver: takeover).run()
        }
    }
}
