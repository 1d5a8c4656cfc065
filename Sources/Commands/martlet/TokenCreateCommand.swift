import ArgumentParser
import ClusterIdentity
import Foundation
import LinuxSystem

/// `martlet token create`: a random token for a user, added to a token file.
struct TokenCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token for a user.",
        discussion: """
            Adds a line to the file that `martlet apiserver --token-auth-file` reads when it \
            starts, and prints the token. Without --file the line itself is printed.
            """)

    @Argument(help: "The user's name.")
    var user: String

    @Option(help: "The user's id (default: the name).")
    var uid: String?

    @Option(help: "A group of the user; may be repeated.")
    var group: [String] = []

    @Option(help: "The token file to add to; made when it is missing.")
    var file: String?

    func validate() throws {
        for text in [user, uid ?? ""] + group
        where text.contains(where: { ",\"\n".contains($0) }) {
            throw ValidationError("\(text): names hold no comma, quote or line break")
        }
    }

    func run() throws {
        let made = TokenFile.makeLine(user: user, uid: uid ?? user, groups: group)
        guard let file else {
            print(made.line)
            return
        }
        var text = Files.exists(file) ? try Files.readText(file) : ""
        // A file that doesn't parse must not grow.
        _ = try TokenFile(parsing: text, path: file)
        if !text.isEmpty && !text.hasSuffix("\n") { text += "\n" }
        try Files.writeAtomically(file, Array((text + made.line + "\n").utf8), mode: 0o600)
        print(made.token)
    }
}
