import ArgumentParser
import ClusterIdentity
import JSON

/// `martlet token show`: what a service account's token says, and whether it holds.
struct TokenShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a service account's token says.",
        discussion: """
            Prints the claims as JSON, and on standard error why the token doesn't hold. \
            Exit status: 0 it holds, 1 it doesn't, or is no token.
            """)

    @OptionGroup var identity: IdentityOptions

    @Argument(help: "The token.")
    var token: String

    func run() throws {
        let key = try ServiceAccountKey(folder: identity.folder)
        let shown = TokenInspection(token, key: key.verifier, now: IdentityOptions.now)
        guard let shown else {
            throw IdentityError(operation: "read", subject: "token", cause: "is no JWT")
        }
        print(String(decoding: shown.claims.serialized(pretty: true), as: UTF8.self))
        if !shown.isSigned {
            throw IdentityError(
                operation: "check", subject: "token",
                cause: "is not signed by \(identity.folder)/sa.key")
        }
        if shown.hasExpired {
            throw IdentityError(operation: "check", subject: "token", cause: "has expired")
        }
    }
}
