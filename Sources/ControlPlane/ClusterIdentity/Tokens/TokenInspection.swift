import APIMachinery
import JSON

/// What a token says, whether or not it still holds: for `martlet token show`.
public struct TokenInspection: Sendable {
    /// What it claims.
    public var claims: JSON
    /// Whether the key has signed it.
    public var isSigned: Bool
    /// Whether its time is over.
    public var hasExpired: Bool

    /// Takes a token apart; nil when it is none.
    public init?(_ token: String, key: TokenVerificationKey, now: Timestamp) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let body = Base64.decodeForURL(parts[1]),
            let claims = try? JSON(parsing: body),
            let signature = Base64.decodeForURL(parts[2])
        else { return nil }
        self.claims = claims
        isSigned = key.isValid(signature, for: token[..<parts[1].endIndex])
        hasExpired = claims["exp"]?.int.map { Int64($0) < now.seconds } ?? false
    }
}

extension TokenFile {
    /// A new token, and its line for a token file.
    public static func makeLine(
        user: String, uid: String, groups: [String]
    ) -> (token: String, line: String) {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let token = Base64.encodeForURL(bytes)
        let list = groups.isEmpty ? "" : ",\"\(groups.joined(separator: ","))\""
        return (token, "\(token),\(user),\(uid)\(list)")
    }
}
