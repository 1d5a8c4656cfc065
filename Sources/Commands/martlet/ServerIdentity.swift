import APIMachinery
import APIServer
import ClusterIdentity
import Foundation
import HTTPServer
import LinuxSystem
import NetworkAddress

/// The server's keys and certificates, made on first start.
struct ServerIdentity {
    /// What the server knows people by.
    let api: APIServerIdentity
    /// What the folder holds.
    let pki: ClusterPKI
    /// The authority of clients, as PEM.
    let clientAuthority: String

    /// Reads the folder, or makes it, and says what is new.
    init(_ options: ServerOptions, serviceAddresses: [IPAddress], say: (String) -> Void) throws {
        let folder = options.dataDir + "/pki"
        let now = Timestamp(microseconds: WallClock.microseconds)
        let others = [options.bindAddress, options.advertiseAddress].compactMap(\.self)
            .filter { IPAddress($0)?.isUnspecified == false }
        let names = ServingNames(
            hostName: ProcessInfo.processInfo.hostName, serviceAddresses: serviceAddresses,
            others: others)
        pki = try ClusterPKI.loadOrMake(folder: folder, names: names, now: now)
        if pki.isNew { say("made certificates and keys in \(folder)") }
        for file in pki.renewed { say("signed \(folder)/\(file) anew") }
        clientAuthority =
            try options.clientCaFile.map { try Files.readText($0) }
            ?? pki.authority.pem.certificate
        let key = try ServiceAccountKey(
            pem: try options.serviceAccountSigningKeyFile.map { try Files.readText($0) }
                ?? pki.serviceAccountKey,
            path: options.serviceAccountSigningKeyFile ?? folder + "/sa.key")
        let verifiers = try options.serviceAccountKeyFile.map { path in
            try TokenVerificationKey(pem: try Files.readText(path), path: path)
        }
        var api = APIServerIdentity()
        api.tokens = ServiceAccountTokens(
            key: key, verifiers: verifiers, issuer: options.serviceAccountIssuer,
            audiences: ServerOptions.list(options.apiAudiences))
        api.tokenFile = try options.tokenAuthFile.map { try TokenFile(path: $0) }
        api.authority = pki.authority.pem.certificate
        api.kubeletClient = pki.kubeletClient
        api.address = options.address
        self.api = api
    }

    /// Writes the administrator's kubeconfig where it is missing or no longer right.
    func writeKubeconfig(_ options: ServerOptions, say: (String) -> Void) throws {
        let path = options.dataDir + "/admin.kubeconfig"
        let text = Kubeconfig.text(
            server: options.address, authority: pki.authority.pem.certificate,
            user: "kubernetes-admin", credentials: .certificate(pki.admin))
        if Files.exists(path), try Files.readText(path) == text { return }
        try Files.writeAtomically(path, Array(text.utf8), mode: 0o600)
        say("wrote the administrator's kubeconfig to \(path)")
    }

    /// What is shown to clients: the server's own certificate, or the one the flags name.
    func tls(_ options: ServerOptions) throws -> TLSIdentity {
        let certificate = try options.tlsCertFile.map { try Files.readText($0) }
        let key = try options.tlsPrivateKeyFile.map { try Files.readText($0) }
        return try TLSIdentity(
            certificateChain: certificate ?? pki.server.certificate,
            privateKey: key ?? pki.server.key, clientAuthorities: clientAuthority)
    }
}
