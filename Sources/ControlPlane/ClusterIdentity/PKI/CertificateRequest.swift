import NetworkAddress

/// What a certificate shall say.
public struct CertificateRequest: Hashable, Sendable {
    /// What it is for.
    public enum Purpose: Sendable {
        case server, client
    }

    /// What it is for.
    public var purpose: Purpose
    /// The common name: a client's user name.
    public var commonName: String
    /// The organizations: a client's groups.
    public var organizations: [String]
    /// DNS names of a server.
    public var names: [String]
    /// Addresses of a server.
    public var addresses: [IPAddress]
    /// How long it holds.
    public var days: Int

    /// A certificate for a client.
    public static func client(
        _ name: String, groups: [String] = [], days: Int = 365
    ) -> CertificateRequest {
        CertificateRequest(
            purpose: .client, commonName: name, organizations: groups, names: [], addresses: [],
            days: days)
    }

    /// A certificate for a server.
    public static func server(
        _ name: String, names: [String], addresses: [IPAddress], days: Int = 365
    ) -> CertificateRequest {
        CertificateRequest(
            purpose: .server, commonName: name, organizations: [], names: names,
            addresses: addresses, days: days)
    }
}

/// A certificate and its key, both as PEM.
public struct CertifiedKey: Hashable, Sendable {
    /// The certificate.
    public var certificate: String
    /// The private key.
    public var key: String

    /// A certificate and its key.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
