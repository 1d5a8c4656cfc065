import APIMachinery
import CryptoExtras
import LinuxSystem

/// The cluster's keys and certificates, in files laid out like kubeadm's `pki` folder.
///
/// The first start makes all of them beside their place and renames the folder, so that there is
/// never half of it. Later starts read them; what will soon expire or misses a name is signed anew,
/// its key kept. What is broken is told, never replaced.
public struct ClusterPKI: Sendable {
    /// The authority of servers and clients.
    public var authority: ClusterAuthority
    /// The authority of the front proxy's client.
    public var frontProxyAuthority: ClusterAuthority
    /// The API server's own certificate.
    public var server: CertifiedKey
    /// The administrator's: `kubernetes-admin` in `system:masters`.
    public var admin: CertifiedKey
    /// With what the API server talks to kubelets.
    public var kubeletClient: CertifiedKey
    /// With what the API server talks to aggregated servers.
    public var frontProxyClient: CertifiedKey
    /// The key that signs tokens of service accounts, as PEM.
    public var serviceAccountKey: String
    /// Whether this start made the folder.
    public var isNew: Bool
    /// The files that this start signed anew.
    public var renewed: [String]

    /// A certificate is signed anew when less than this is left of it.
    private static let renewalDays: Int64 = 60

    /// Reads the folder, or makes it.
    public static func loadOrMake(
        folder: String, names: ServingNames, now: Timestamp
    ) throws(IdentityError) -> ClusterPKI {
        if Files.exists(folder) { return try load(folder: folder, names: names, now: now) }
        return try make(folder: folder, names: names, now: now)
    }

    private static func requests(_ names: ServingNames) -> [(file: String, CertificateRequest)] {
        [
            (
                "apiserver",
                .server("kube-apiserver", names: names.names, addresses: names.addresses)
            ),
            ("admin", .client("kubernetes-admin", groups: ["system:masters"])),
            (
                "apiserver-kubelet-client",
                .client("kube-apiserver-kubelet-client", groups: ["kubeadm:cluster-admins"])
            ),
            ("front-proxy-client", .client("front-proxy-client")),
        ]
    }

    private static func make(
        folder: String, names: ServingNames, now: Timestamp
    ) throws(IdentityError) -> ClusterPKI {
        let authority = try ClusterAuthority(name: "kubernetes", now: now)
        let frontProxy = try ClusterAuthority(name: "front-proxy-ca", now: now)
        var files = PKIFiles(folder: folder)
        files.add("ca", authority.pem)
        files.add("front-proxy-ca", frontProxy.pem)
        var issued: [String: CertifiedKey] = [:]
        for (file, request) in requests(names) {
            let signer = file == "front-proxy-client" ? frontProxy : authority
            let pair = try signer.issue(request, now: now)
            files.add(file, pair)
            issued[file] = pair
        }
        let key = try ServiceAccountKey()
        files.contents["sa.key"] = key.privatePEM
        files.contents["sa.pub"] = key.publicPEM
        try files.writeAll()
        return assemble(authority, frontProxy, issued, key.privatePEM, isNew: true, renewed: [])
    }

    private static func load(
        folder: String, names: ServingNames, now: Timestamp
    ) throws(IdentityError) -> ClusterPKI {
        let files = PKIFiles(folder: folder)
        let authority = try files.authority("ca")
        let frontProxy = try files.authority("front-proxy-ca")
        var pairs: [String: CertifiedKey] = [:]
        var renewed: [String] = []
        for (file, request) in requests(names) {
            let signer = file == "front-proxy-client" ? frontProxy : authority
            var pair = try files.pair(file)
            if pair == nil || needsRenewal(pair, request, now) {
                pair = try files.renew(file, request, signer, pair, now)
                renewed.append("\(folder)/\(file).crt")
            } else if let pair {
                try files.check(pair, file, signer)
            }
            pairs[file] = pair
        }
        let key = try files.serviceAccountKey()
        return assemble(authority, frontProxy, pairs, key, isNew: false, renewed: renewed)
    }

    private static func needsRenewal(
        _ pair: CertifiedKey?, _ request: CertificateRequest, _ now: Timestamp
    ) -> Bool {
        guard let pair,
            let current = try? CertificateInformation(pem: pair.certificate, path: "")
        else { return false }
        if current.end.seconds - now.seconds < renewalDays * 86_400 { return true }
        return !Set(request.names).isSubset(of: current.names)
            || !Set(request.addresses).isSubset(of: current.addresses)
    }

    private static func assemble(
        _ authority: ClusterAuthority, _ frontProxy: ClusterAuthority,
        _ pairs: [String: CertifiedKey], _ key: String, isNew: Bool, renewed: [String]
    ) -> ClusterPKI {
        func pair(_ name: String) -> CertifiedKey {
            pairs[name] ?? CertifiedKey(certificate: "", key: "")
        }
        return ClusterPKI(
            authority: authority, frontProxyAuthority: frontProxy, server: pair("apiserver"),
            admin: pair("admin"), kubeletClient: pair("apiserver-kubelet-client"),
            frontProxyClient: pair("front-proxy-client"), serviceAccountKey: key, isNew: isNew,
            renewed: renewed)
    }
}
