import ArgumentParser

/// `martlet certs`: the cluster's certificates.
struct CertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certs", abstract: "Show the cluster's certificates, and issue more.",
        subcommands: [CertsListCommand.self, CertsIssueCommand.self],
        defaultSubcommand: CertsListCommand.self)
}
