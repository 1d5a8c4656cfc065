import APIMachinery
import AccessControl
import ClusterIdentity
import HTTPServer
import WatchCache

/// What the server knows people by.
public struct APIServerIdentity: Sendable {
    /// Tokens of service accounts; nil when none are signed or taken.
    public var tokens: ServiceAccountTokens?
    /// Tokens of people; nil for none.
    public var tokenFile: TokenFile?
    /// The authority that signed the server's certificate, as PEM; empty for none.
    public var authority = ""
    /// With what the server talks to nodes, as PEM; nil: with nothing.
    public var kubeletClient: CertifiedKey?
    /// Where the server is reached from outside: `https://10.0.0.1:6443`.
    public var address = ""

    /// Nobody is known.
    public init() {}
}

extension APIServer {
    /// Finds out who a request is from.
    static func makeAuthenticator(
        _ identity: APIServerIdentity, _ configuration: APIServerConfiguration,
        _ cache: WatchCache
    ) -> Authenticator {
        Authenticator(
            tokenFile: identity.tokenFile, tokens: identity.tokens,
            allowsAnonymous: configuration.allowsAnonymous
        ) { kind, namespace, name in
            let resource = GroupResource(resource: kind.lowercased() + "s")
            guard let found = cache.get(resource, namespace: namespace, name: name) else {
                return nil
            }
            let object = found.object()
            return (object.uid, object.deletionTimestamp)
        }
    }

    /// Who asks.
    /// - Throws: 401.
    func user(of request: HTTPRequest, now: Timestamp) throws(APIStatus) -> UserInfo {
        let authorization = request.headers["Authorization"]
        if !request.isSecure, authorization == nil { return .insecure }
        let outcome = authenticator.authenticate(
            authorization: authorization, certificate: request.clientCertificates.first, now: now)
        switch outcome {
        case .user(let user):
            // A certificate that is not good is not the same as none.
            if request.clientCertificateProblem != nil, user.name == "system:anonymous" {
                throw .unauthorized
            }
            return user
        case .unauthorized:
            // The insecure port takes everybody for an administrator.
            if !request.isSecure { return .insecure }
            throw .unauthorized
        }
    }
}
