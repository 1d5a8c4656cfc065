import ArgumentParser

/// `clusterdns`: the names of a cluster, served, and explained.
@main
struct ClusterDNS: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusterdns",
        abstract: "Serve the names of a Kubernetes cluster over DNS.",
        subcommands: [Serve.self, Explain.self])
}
