/// A kubeconfig for one cluster and one user, everything inside it.
public enum Kubeconfig {
    /// How the user proves who they are.
    public enum Credentials: Sendable {
        case certificate(CertifiedKey)
        case token(String)
    }

    /// The text of the file.
    ///
    /// - Parameter authority: the certificate of the server's authority as PEM; nil for servers
    ///   without TLS.
    public static func text(
        server: String, authority: String?, user: String, credentials: Credentials?,
        cluster: String = "martlet", namespace: String? = nil
    ) -> String {
        var lines = [
            "apiVersion: v1", "kind: Config", "current-context: \(user)@\(cluster)", "clusters:",
            "- name: \(cluster)", "  cluster:",
        ]
        if let authority {
            lines.append("    certificate-authority-data: \(Base64.encode(authority.utf8))")
        }
        lines += ["    server: \(server)", "contexts:", "- name: \(user)@\(cluster)", "  context:"]
        lines.append("    cluster: \(cluster)")
        if let namespace { lines.append("    namespace: \(namespace)") }
        lines += ["    user: \(user)", "users:", "- name: \(user)"]
        switch credentials {
        case .certificate(let pair):
            lines += [
                "  user:", "    client-certificate-data: \(Base64.encode(pair.certificate.utf8))",
                "    client-key-data: \(Base64.encode(pair.key.utf8))",
            ]
        case .token(let token): lines += ["  user:", "    token: \(token)"]
        case nil: lines.append("  user: {}")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
