import APIMachinery
import AccessControl

/// Finds out who asks: by client certificate, token file or service account token.
public struct Authenticator: Sendable {
    /// What was found out.
    public enum Outcome: Hashable, Sendable {
        /// Who asks.
        case user(UserInfo)
        /// No credentials, or none that are taken: 401.
        case unauthorized(fault: String)
    }

    private let tokenFile: TokenFile?
    private let tokens: ServiceAccountTokens?
    private let allowsAnonymous: Bool
    private let lookup: ServiceAccountTokens.Lookup

    /// An authenticator.
    ///
    /// - Parameter lookup: finds what a service account's token names.
    public init(
        tokenFile: TokenFile? = nil, tokens: ServiceAccountTokens? = nil,
        allowsAnonymous: Bool = true, lookup: @escaping ServiceAccountTokens.Lookup
    ) {
        self.tokenFile = tokenFile
        self.tokens = tokens
        self.allowsAnonymous = allowsAnonymous
        self.lookup = lookup
    }

    /// Who sends a request with this `Authorization` header and this client certificate, which TLS
    /// has checked (DER).
    ///
    /// Wrong credentials are not taken for none: only who gives none is anonymous.
    public func authenticate(
        authorization: String?, certificate: [UInt8]?, now: Timestamp
    ) -> Outcome {
        if let certificate, let information = try? CertificateInformation(der: certificate),
            let user = information.user
        {
            return .user(user)
        }
        if let token = Self.bearerToken(authorization) {
            switch verify(token, audiences: [], now: now) {
            case .success(let verified): return .user(verified.user)
            case .failure(let fault): return .unauthorized(fault: fault.message)
            }
        }
        return allowsAnonymous
            ? .user(.anonymous) : .unauthorized(fault: "no credentials were given")
    }

    /// Why a token is not taken.
    public struct TokenFault: Error, Hashable, Sendable {
        /// The reason, as a TokenReview shows it.
        public var message: String
    }

    /// Whose a token is, and for which of the audiences: for TokenReviews too.
    public func verify(
        _ token: String, audiences: [String], now: Timestamp
    ) -> Result<(user: UserInfo, audiences: [String]), TokenFault> {
        if let user = tokenFile?.user(token) {
            return .success((user, audiences.isEmpty ? (tokens?.audiences ?? []) : audiences))
        }
        guard let tokens else { return .failure(TokenFault(message: "invalid bearer token")) }
        do throws(ServiceAccountTokens.Fault) {
            return .success(
                try tokens.verify(token, audiences: audiences, now: now, lookup: lookup))
        } catch {
            switch error {
            case .unknown: return .failure(TokenFault(message: "invalid bearer token"))
            case .invalid(let why):
                return .failure(TokenFault(message: "[invalid bearer token, \(why)]"))
            }
        }
    }

    /// The token of an `Authorization: Bearer …` header.
    static func bearerToken(_ header: String?) -> String? {
        guard let header else { return nil }
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }
}
