import APIMachinery
import AccessControl
import JSON

/// Makes and checks service accounts' tokens.
public struct ServiceAccountTokens: Sendable {
    /// Why a token is none of ours, or no longer.
    public enum Fault: Error, Hashable, Sendable {
        /// Not of this issuer, or no token at all: another way of authentication may know it.
        case unknown
        /// Of this issuer, but wrong: `token has expired`.
        case invalid(String)
    }

    /// What an account, pod, secret or node that a token names is now: its uid, and since when it
    /// is being deleted; nil when it is gone. Kind, namespace, name.
    public typealias Lookup =
        @Sendable (String, String, String) -> (
            uid: String, deletionTimestamp: String?
        )?

    private let signer: ServiceAccountKey
    private let verifiers: [TokenVerificationKey]
    /// Who makes the tokens (`--service-account-issuer`).
    public let issuer: String
    /// For whom they are unless told otherwise (`--api-audiences`).
    public let audiences: [String]

    /// Tokens of a key; others' that `verifiers` know are taken as well.
    public init(
        key: ServiceAccountKey, verifiers: [TokenVerificationKey] = [], issuer: String,
        audiences: [String] = []
    ) {
        signer = key
        let own = key.verifier
        self.verifiers = [own] + verifiers.filter { $0.id != own.id }
        self.issuer = issuer
        self.audiences = audiences.isEmpty ? [issuer] : audiences
    }

    /// A token that says these claims.
    public func sign(_ claims: TokenClaims) throws(IdentityError) -> String {
        try signer.sign(claims.json)
    }

    /// Checks a token for any of the audiences (the server's own when empty): the user, and which
    /// of the audiences it is for.
    public func verify(
        _ token: String, audiences wanted: [String] = [], now: Timestamp, lookup: Lookup
    ) throws(Fault) -> (user: UserInfo, audiences: [String]) {
        let claims = try claims(of: token)
        if now.seconds > claims.expires { throw .invalid("service account token has expired") }
        if now.seconds < claims.issued {
            throw .invalid("service account token is not valid yet")
        }
        let targets = wanted.isEmpty ? audiences : wanted
        let matching = targets.filter(claims.audiences.contains)
        if matching.isEmpty {
            let own = Self.quoted(claims.audiences)
            throw .invalid(
                "token audiences \(own) is invalid for the target audiences "
                    + Self.quoted(targets))
        }
        try check("ServiceAccount", claims.namespace, claims.account, lookup)
        if let secret = claims.secret { try check("Secret", claims.namespace, secret, lookup) }
        if let pod = claims.pod { try check("Pod", claims.namespace, pod, lookup) }
        if claims.pod == nil, let node = claims.node { try check("Node", "", node, lookup) }
        return (user(claims), matching)
    }

    /// The claims, when the signature is right.
    private func claims(of token: String) throws(Fault) -> TokenClaims {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = json(parts[0]), let body = json(parts[1]),
            let signature = Base64.decodeForURL(parts[2])
        else { throw .unknown }
        guard body["iss"]?.string == issuer else { throw .unknown }
        guard header["alg"]?.string == "RS256" else {
            throw .invalid("unexpected signature algorithm")
        }
        let signed = token[..<parts[1].endIndex]
        let id = header["kid"]?.string
        let candidates = verifiers.filter { id == nil || $0.id == id }
        guard candidates.contains(where: { $0.isValid(signature, for: signed) }) else {
            throw .invalid("invalid signature")
        }
        guard let claims = TokenClaims(body) else { throw .invalid("claims are missing") }
        return claims
    }

    private func json(_ part: Substring) -> JSON? {
        Base64.decodeForURL(part).flatMap { try? JSON(parsing: $0) }
    }

    /// An object that was deleted, or made anew under its old name, takes its tokens with it.
    private func check(
        _ kind: String, _ namespace: String, _ reference: TokenClaims.Reference, _ lookup: Lookup
    ) throws(Fault) {
        guard let current = lookup(kind, namespace, reference.name) else {
            throw .invalid("\(kind) \(namespace)/\(reference.name) has been deleted")
        }
        if current.uid != reference.uid {
            throw .invalid(
                "\(kind) UID (\(current.uid)) does not match claim (\(reference.uid))")
        }
    }

    private func user(_ claims: TokenClaims) -> UserInfo {
        let prefix = "authentication.kubernetes.io/"
        var extra: [String: [String]] = [:]
        if !claims.id.isEmpty { extra[prefix + "credential-id"] = ["JTI=" + claims.id] }
        if let pod = claims.pod {
            extra[prefix + "pod-name"] = [pod.name]
            extra[prefix + "pod-uid"] = [pod.uid]
        }
        if let node = claims.node {
            extra[prefix + "node-name"] = [node.name]
            if !node.uid.isEmpty { extra[prefix + "node-uid"] = [node.uid] }
        }
        return UserInfo(
            name: UserInfo.serviceAccountName(
                namespace: claims.namespace, name: claims.account.name),
            uid: claims.account.uid,
            groups: UserInfo.serviceAccountGroups(namespace: claims.namespace), extra: extra
        ).authenticated()
    }

    private static func quoted(_ texts: [String]) -> String {
        "[\(texts.map { "\"\($0)\"" }.joined(separator: " "))]"
    }

    /// `/openid/v1/jwks`.
    public var keySet: JSON { ["keys": .array(verifiers.map(\.json))] }

    /// `/.well-known/openid-configuration`.
    public func openIDConfiguration(keySetURL: String) -> JSON {
        [
            "issuer": .string(issuer), "jwks_uri": .string(keySetURL),
            "response_types_supported": ["id_token"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        ]
    }
}
