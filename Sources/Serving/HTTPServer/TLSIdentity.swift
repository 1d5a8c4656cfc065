import NIOSSL
import Synchronization
import X509

/// The certificate that a server shows, and the authority whose clients it knows.
public final class TLSIdentity: Sendable {
    private struct State {
        var context: NIOSSLContext
        var clients: CertificateStore?
    }

    private let state: Mutex<State>

    /// An identity of PEM texts: the certificate (with those between it and its root), its key,
    /// and the authorities of clients. Without the last, clients are not asked for certificates.
    public init(
        certificateChain: String, privateKey: String, clientAuthorities: String? = nil
    )
        throws(HTTPServerError)
    {
        state = Mutex(try Self.state(certificateChain, privateKey, clientAuthorities))
    }

    /// Shows another certificate from the next connection on.
    public func renew(
        certificateChain: String, privateKey: String, clientAuthorities: String?
    )
        throws(HTTPServerError)
    {
        let renewed = try Self.state(certificateChain, privateKey, clientAuthorities)
        state.withLock { $0 = renewed }
    }

    private static func state(
        _ chain: String, _ key: String, _ clients: String?
    )
        throws(HTTPServerError) -> State
    {
        var step = "read the serving certificate"
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(Array(chain.utf8))
            step = "read the key of the serving certificate"
            let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) },
                privateKey: .privateKey(key))
            configuration.applicationProtocols = ["h2", "http/1.1"]
            configuration.minimumTLSVersion = .tlsv12
            var store: CertificateStore?
            if let clients {
                step = "read the authority of client certificates"
                let roots = try NIOSSLCertificate.fromPEMBytes(Array(clients.utf8))
                store = CertificateStore(
                    try roots.map { try Certificate(derEncoded: $0.toDERBytes()) })
                configuration.certificateVerification = .optionalVerification
                configuration.trustRoots = .certificates(roots)
                configuration.sendCANameList = true
            }
            step = "use the serving certificate with its key"
            return State(context: try NIOSSLContext(configuration: configuration), clients: store)
        } catch {
            throw HTTPServerError(operation: step, cause: "\(error)")
        }
    }

    var current: NIOSSLContext { state.withLock { $0.context } }

    /// Whether a client is who its certificate says.
    func verify(_ chain: [[UInt8]]) async -> ShownCertificates {
        guard let clients = state.withLock({ $0.clients }) else { return ShownCertificates() }
        let certificates = chain.compactMap { try? Certificate(derEncoded: $0) }
        guard let leaf = certificates.first, certificates.count == chain.count else {
            return ShownCertificates(problem: "x509: malformed certificate")
        }
        if let usage = try? leaf.extensions.extendedKeyUsage,
            !usage.contains(.clientAuth), !usage.contains(.any)
        {
            return ShownCertificates(
                problem: "x509: certificate specifies an incompatible key usage")
        }
        var verifier = Verifier(rootCertificates: clients) { RFC5280Policy() }
        let result = await verifier.validate(
            leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
        switch result {
        case .validCertificate: return ShownCertificates(verified: chain)
        case .couldNotValidate(let failures) where failures.isEmpty:
            return ShownCertificates(problem: "x509: certificate signed by unknown authority")
        case .couldNotValidate(let failures):
            let reasons = failures.map { "\($0.policyFailureReason)" }.joined(separator: "; ")
            let isExpired = reasons.contains("invalid expiry")
            return ShownCertificates(
                problem: isExpired
                    ? "x509: certificate has expired or is not yet valid" : "x509: \(reasons)")
        }
    }
}

/// What is to be thought of the certificate that a client showed.
struct ShownCertificates: Sendable {
    var verified: [[UInt8]] = []
    var problem: String?
}
