import APIMachinery
import AccessControl
import Crypto
import NetworkAddress
import X509

/// What a certificate says.
public struct CertificateInformation: Sendable {
    let certificate: Certificate
    private let digest: [UInt8]

    /// Reads the first certificate of a PEM file; `path` names it in errors.
    public init(pem: String, path: String) throws(IdentityError) {
        do {
            certificate = try Certificate(pemEncoded: pem)
            digest = Array(SHA256.hash(data: try Self.der(certificate)))
        } catch {
            throw IdentityError(
                operation: "load", subject: path, cause: "no certificate in it (\(error))")
        }
    }

    /// Reads a certificate as TLS hands it over.
    public init(der: [UInt8]) throws(IdentityError) {
        do {
            certificate = try Certificate(derEncoded: der)
            digest = Array(SHA256.hash(data: der))
        } catch {
            throw IdentityError(
                operation: "read", subject: "client certificate", cause: "\(error)")
        }
    }

    /// The common name; empty without one.
    public var commonName: String {
        certificate.subject.flatMap { $0 }.filter { $0.type == .RDNAttributeType.commonName }
            .compactMap { String($0.value) }.last ?? ""
    }

    /// The organizations.
    public var organizations: [String] {
        certificate.subject.flatMap { $0 }.filter {
            $0.type == .RDNAttributeType.organizationName
        }.compactMap { String($0.value) }
    }

    /// Who signed it.
    public var issuer: String { certificate.issuer.description }

    /// From when it holds.
    public var begin: Timestamp { Self.moment(certificate.notValidBefore.timeIntervalSince1970) }

    /// Until when it holds.
    public var end: Timestamp { Self.moment(certificate.notValidAfter.timeIntervalSince1970) }

    /// The names it stands for.
    public var names: [String] {
        alternatives.compactMap { if case .dnsName(let name) = $0 { name } else { nil } }
    }

    /// The addresses it stands for.
    public var addresses: [IPAddress] {
        alternatives.compactMap { name in
            guard case .ipAddress(let octets) = name else { return nil }
            return IPAddress(bytes: octets.bytes)
        }
    }

    /// Whether it is an authority's.
    public var isAuthority: Bool {
        guard let constraints = try? certificate.extensions.basicConstraints else { return false }
        if case .isCertificateAuthority = constraints { return true }
        return false
    }

    /// The user whom a client's certificate stands for: common name and organizations.
    public var user: UserInfo? {
        if commonName.isEmpty { return nil }
        let hex = digest.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        return UserInfo(
            name: commonName, groups: organizations,
            extra: ["authentication.kubernetes.io/credential-id": ["X509SHA256=" + hex]]
        ).authenticated()
    }

    private var alternatives: [GeneralName] {
        (try? certificate.extensions.subjectAlternativeNames).map { $0.map { Array($0) } ?? [] }
            ?? []
    }

    private static func moment(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: Int64(seconds) * 1_000_000)
    }

    private static func der(_ certificate: Certificate) throws -> [UInt8] {
        try certificate.serializeAsPEM().derBytes
    }
}
