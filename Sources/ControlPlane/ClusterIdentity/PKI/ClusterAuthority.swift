import APIMachinery
import Crypto
import X509

/// A certificate authority: its certificate and key, and what they sign.
///
/// Keys are P-256: made in a moment, and cheap at each handshake. An authority made elsewhere
/// (kubeadm's is RSA) serves as well.
public struct ClusterAuthority: Sendable {
    private let certificate: Certificate
    private let key: Certificate.PrivateKey
    /// Certificate and key as PEM.
    public let pem: CertifiedKey

    /// Makes a new authority that holds for ten years.
    public init(name: String, now: Timestamp) throws(IdentityError) {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        do {
            let subject = try DistinguishedName { CommonName(name) }
            certificate = try Certificate(
                version: .v3, serialNumber: .init(), publicKey: key.publicKey,
                notValidBefore: .init(timeIntervalSince1970: Double(now.seconds - 300)),
                notValidAfter: .init(timeIntervalSince1970: Double(now.seconds + 3650 * 86_400)),
                issuer: subject, subject: subject,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    Critical(
                        KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true))
                    SubjectKeyIdentifier(hash: key.publicKey)
                }, issuerPrivateKey: key)
            self.key = key
            pem = CertifiedKey(
                certificate: try certificate.serializeAsPEM().pemString + "\n",
                key: try key.serializeAsPEM().pemString + "\n")
        } catch {
            throw IdentityError(operation: "make", subject: name, cause: "\(error)")
        }
    }

    /// Reads an authority; `path` names it in errors.
    public init(pem: CertifiedKey, path: String) throws(IdentityError) {
        let information = try CertificateInformation(pem: pem.certificate, path: path + ".crt")
        certificate = information.certificate
        do {
            key = try Certificate.PrivateKey(pemEncoded: pem.key)
        } catch {
            throw IdentityError(
                operation: "load", subject: path + ".key", cause: "no private key in it (\(error))")
        }
        guard key.publicKey == certificate.publicKey else {
            throw IdentityError(
                operation: "load", subject: path + ".key",
                cause: "is not the key of \(path).crt: restore the one that belongs to it")
        }
        self.pem = pem
    }

    /// Whether a certificate is signed by this authority.
    public func hasSigned(_ other: CertificateInformation) -> Bool {
        certificate.publicKey.isValidSignature(
            other.certificate.signature, for: other.certificate)
    }

    /// Makes a key, and a certificate for it.
    public func issue(
        _ request: CertificateRequest, now: Timestamp
    ) throws(IdentityError) -> CertifiedKey {
        try issue(request, key: Certificate.PrivateKey(P256.Signing.PrivateKey()), now: now)
    }

    /// Makes a new certificate for a key that is kept.
    public func renew(
        _ request: CertificateRequest, keeping key: String, now: Timestamp
    ) throws(IdentityError) -> CertifiedKey {
        do {
            return try issue(request, key: Certificate.PrivateKey(pemEncoded: key), now: now)
        } catch let error as IdentityError {
            throw error
        } catch {
            throw IdentityError(
                operation: "renew", subject: request.commonName, cause: "\(error)")
        }
    }

    private func issue(
        _ request: CertificateRequest, key: Certificate.PrivateKey, now: Timestamp
    ) throws(IdentityError) -> CertifiedKey {
        do {
            let end = now.seconds + Int64(request.days) * 86_400
            let issued = try Certificate(
                version: .v3, serialNumber: .init(), publicKey: key.publicKey,
                notValidBefore: .init(timeIntervalSince1970: Double(now.seconds - 300)),
                notValidAfter: .init(timeIntervalSince1970: Double(end)),
                issuer: certificate.subject, subject: try subject(request),
                extensions: try extensions(request), issuerPrivateKey: self.key)
            return CertifiedKey(
                certificate: try issued.serializeAsPEM().pemString + "\n",
                key: try key.serializeAsPEM().pemString + "\n")
        } catch {
            throw IdentityError(
                operation: "issue", subject: request.commonName, cause: "\(error)")
        }
    }

    private func subject(_ request: CertificateRequest) throws -> DistinguishedName {
        try DistinguishedName {
            for organization in request.organizations { OrganizationName(organization) }
            CommonName(request.commonName)
        }
    }

    private func extensions(_ request: CertificateRequest) throws -> Certificate.Extensions {
        let identifier = try certificate.extensions.subjectKeyIdentifier?.keyIdentifier
        let usage: ExtendedKeyUsage.Usage =
            request.purpose == .server ? .serverAuth : .clientAuth
        let names =
            request.names.map { GeneralName.dnsName($0) }
            + request.addresses.map { .ipAddress(.init(contentBytes: $0.bytes[...])) }
        return try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
            try ExtendedKeyUsage([usage])
            if let identifier { AuthorityKeyIdentifier(keyIdentifier: identifier) }
            if !names.isEmpty { SubjectAlternativeNames(names) }
        }
    }
}
