import ArgumentParser

@main
enum Program {
    // A server's signals are blocked before there is a second thread: each inherits that. So this
    // begins on the first thread, which is the main actor's.
    @MainActor static func main() async {
        if CommandLine.arguments.dropFirst().first == "serve" { _ = Serve.signals }
        await ClusterDNS.main(nil)
    }
}

/// `clusterdns`: the names of a cluster, served, and explained.
struct ClusterDNS: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusterdns",
        abstract: "Serve the names of a Kubernetes cluster over DNS.",
        subcommands: [Serve.self, Explain.self])
}
