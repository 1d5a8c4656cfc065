import ArgumentParser

/// `martlet token`: tokens of a token file, and what a service account's token says.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make tokens for people, and look into tokens.",
        discussion: "Tokens of service accounts are made by `kubectl create token`.",
        subcommands: [TokenCreateCommand.self, TokenShowCommand.self])
}
