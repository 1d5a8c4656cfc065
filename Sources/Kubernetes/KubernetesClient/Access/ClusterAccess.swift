/// How a client reaches an API server, and as whom.
public struct ClusterAccess: Sendable, Hashable {
    /// What shows who asks.
    public enum Credential: Sendable, Hashable {
        /// Nothing: anonymous.
        case none
        /// A bearer token.
        case token(String)
        /// A file whose content is the token; it is read anew for each request,
        /// as it is exchanged from time to time.
        case tokenFile(String)
        /// A certificate chain and its key, in PEM.
        case certificate(chain: [UInt8], key: [UInt8])
    }

    /// The server: `https://10.0.0.1:6443`, without a slash at the end.
    public var server: String
    /// The certificates, in PEM, that the server's must descend from; nil for the system's.
    public var authority: [UInt8]?
    /// Whether the server's certificate goes unchecked.
    public var skipsVerification = false
    /// The name in the server's certificate when it isn't the one in `server`.
    public var serverName: String?
    /// What shows who asks.
    public var credential: Credential
    /// Where this came from, for messages: a kubeconfig's path and context, or `--master`.
    public var origin: String

    /// Access to a server as anonymous.
    public init(server: String, credential: Credential = .none, origin: String) {
        var server = server
        while server.hasSuffix("/") { server.removeLast() }
        self.server = server
        self.credential = credential
        self.origin = origin
    }

    /// Access as `--master URL` says: a server that asks for no credentials.
    /// - Throws: `ClientError` when it is no URL with http or https.
    public static func master(_ url: String) throws(ClientError) -> ClusterAccess {
        guard isURL(url) else {
            throw .configuration(
                "--master \"\(url)\": expected a URL such as http://127.0.0.1:8080")
        }
        return ClusterAccess(server: url, origin: "--master")
    }

    /// Whether a text is the URL of a server.
    static func isURL(_ text: String) -> Bool {
        for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            return !rest.isEmpty && rest.first != "/" && rest.allSatisfy { $0.isASCII }
                && !rest.contains(where: \.isWhitespace)
        }
        return false
    }
}
