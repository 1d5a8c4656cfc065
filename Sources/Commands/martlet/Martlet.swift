import ArgumentParser

/// The control plane.
@main struct Martlet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet", abstract: "A Kubernetes control plane.",
        subcommands: [
            ServerCommand.self, ApiserverCommand.self, ControllersCommand.self,
            SchedulerCommand.self, AgentCommand.self,
            KubeconfigCommand.self, CertsCommand.self, TokenCommand.self,
        ])
}
