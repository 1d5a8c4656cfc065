import NIOSSL

/// Where a request goes, and how.
public struct ExchangeTarget: Sendable {
    /// A name or an address, without brackets.
    public var host: String
    public var port: Int
    /// The certificate to show; nil: no TLS.
    public var credentials: ClientCredentials?

    public init(host: String, port: Int, credentials: ClientCredentials? = nil) {
        self.host = host
        self.port = port
        self.credentials = credentials
    }

    /// `10.0.0.1:10250`, `[fd00::1]:10250`.
    public var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// With what a client shows who it is. The server's certificate is not verified: nodes sign their
/// own, and without an authority of kubelets upstream's API server takes them as they are.
public struct ClientCredentials: Sendable {
    let context: NIOSSLContext

    /// Credentials of PEM texts; empty ones show nothing.
    public init(certificate: String, key: String) throws(ExchangeError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.trustRoots = .certificates([])
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            if !certificate.isEmpty {
                configuration.certificateChain =
                    try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
                    .map { .certificate($0) }
                configuration.privateKey = .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
            }
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw ExchangeError("client certificate: \(error)")
        }
    }
}

/// Why a request got no answer; in the words of Go's dialer where there are some.
public struct ExchangeError: Error, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
