import ArgumentParser
import ClusterIdentity
import NetworkAddress

/// `martlet certs issue`: a new key and a certificate for it.
struct CertsIssueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Make a key and a certificate for it.",
        discussion: """
            Prints the certificate, then the key, as PEM. With --dns or --ip it is a server's, \
            otherwise a client's: NAME is the user, each --group a group.
            """)

    @OptionGroup var identity: IdentityOptions

    @Argument(help: "The common name: a client's user name.")
    var name: String

    @Option(help: "A group of the user; may be repeated.")
    var group: [String] = []

    @Option(help: "A DNS name of the server; may be repeated.")
    var dns: [String] = []

    @Option(help: "An address of the server; may be repeated.")
    var ip: [String] = []

    @Option(help: "How many days the certificate holds.")
    var days = 365

    func run() throws {
        let addresses = try ip.map { text in
            guard let address = IPAddress(text) else {
                throw ValidationError("--ip: \(text) is no address")
            }
            return address
        }
        let isServer = !dns.isEmpty || !ip.isEmpty
        if isServer && !group.isEmpty {
            throw ValidationError("--group is for clients, --dns and --ip are for servers")
        }
        let request: CertificateRequest =
            isServer
            ? .server(name, names: dns, addresses: addresses, days: days)
            : .client(name, groups: group, days: days)
        let authority = try ClusterAuthority(folder: identity.folder)
        let pair = try authority.issue(request, now: IdentityOptions.now)
        print(pair.certificate + pair.key, terminator: "")
    }
}
