import ArgumentParser

/// The control plane.
@main struct Martlet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet", abstract: "A Kubernetes control plane.",
        subcommands: [
            ApiserverCommand.self, KubeconfigCommand.self, CertsCommand.self, TokenCommand.self,
        ])
}
