import ArgumentParser
import ClusterIdentity

/// `martlet kubeconfig`: prints a kubeconfig.
struct KubeconfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubeconfig",
        abstract: "Print a kubeconfig for a user of the cluster.",
        discussion: """
            With --token the user shows that token; otherwise a client certificate is made and \
            signed by the cluster's authority. Without further flags this is an administrator's.
            Exit status: 0 printed, 1 keys or certificates are missing or broken, 64 wrong use.
            """)

    @OptionGroup var identity: IdentityOptions

    @Option(help: "The server's address.")
    var server = "https://127.0.0.1:6443"

    @Option(help: "The user's name.")
    var user = "kubernetes-admin"

    @Option(help: "A group of the user, may be repeated (kubernetes-admin: system:masters).")
    var group: [String] = []

    @Option(help: "A token to show instead of a certificate.")
    var token: String?

    @Option(help: "How many days the certificate holds.")
    var days = 365

    @Option(help: "The namespace for requests that name none.")
    var namespace: String?

    func validate() throws {
        guard server.hasPrefix("https://") || server.hasPrefix("http://") else {
            throw ValidationError("--server: \(server) is no address, as https://10.0.0.1:6443")
        }
        guard days > 0 else { throw ValidationError("--days: \(days) is not more than 0") }
    }

    func run() throws {
        let authority = try ClusterAuthority(folder: identity.folder)
        let isAdministrator = user == "kubernetes-admin" && group.isEmpty
        let groups = isAdministrator ? ["system:masters"] : group
        let credentials: Kubeconfig.Credentials =
            if let token {
                .token(token)
            } else {
                .certificate(
                    try authority.issue(
                        .client(user, groups: groups, days: days), now: IdentityOptions.now))
            }
        let text = Kubeconfig.text(
            server: server, authority: authority.pem.certificate, user: user,
            credentials: credentials, namespace: namespace)
        print(text, terminator: "")
    }
}
