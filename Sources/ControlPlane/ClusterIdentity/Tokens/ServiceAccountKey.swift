import Crypto
import CryptoExtras
import JSON

/// The RSA key that signs service accounts' tokens (RS256).
public struct ServiceAccountKey: Sendable {
    private let key: _RSA.Signing.PrivateKey
    /// The key's half that checks.
    public let verifier: TokenVerificationKey
    /// As PEM.
    public let privatePEM: String

    /// Makes a key.
    public init() throws(IdentityError) {
        do {
            key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            privatePEM = key.pemRepresentation + "\n"
            verifier = try TokenVerificationKey(key.publicKey)
        } catch {
            throw IdentityError(
                operation: "make", subject: "service account key", cause: "\(error)")
        }
    }

    /// Reads a key; `path` names it in errors.
    public init(pem: String, path: String) throws(IdentityError) {
        do {
            key = try _RSA.Signing.PrivateKey(pemRepresentation: pem)
            privatePEM = pem
            verifier = try TokenVerificationKey(key.publicKey)
        } catch {
            throw IdentityError(
                operation: "load", subject: path, cause: "no RSA private key in it (\(error))")
        }
    }

    /// The public half as PEM.
    public var publicPEM: String { key.publicKey.pemRepresentation + "\n" }

    /// A token (JWT) that says these claims.
    func sign(_ claims: JSON) throws(IdentityError) -> String {
        let header: JSON = ["alg": "RS256", "kid": .string(verifier.id)]
        let body =
            Base64.encodeForURL(header.serialized()) + "."
            + Base64.encodeForURL(claims.serialized())
        do {
            let signature = try key.signature(
                for: SHA256.hash(data: Array(body.utf8)), padding: .insecurePKCS1v1_5)
            return body + "." + Base64.encodeForURL(signature.rawRepresentation)
        } catch {
            throw IdentityError(operation: "sign", subject: "token", cause: "\(error)")
        }
    }
}

/// A key by which tokens are checked.
public struct TokenVerificationKey: Sendable {
    private let key: _RSA.Signing.PublicKey
    /// The key's id in tokens: a digest of it, as upstream computes it.
    public let id: String

    init(_ key: _RSA.Signing.PublicKey) throws {
        self.key = key
        id = Base64.encodeForURL(SHA256.hash(data: key.derRepresentation))
    }

    /// Reads a public key, or the public half of a private one.
    public init(pem: String, path: String) throws(IdentityError) {
        do {
            if pem.contains("PRIVATE KEY") {
                try self.init(_RSA.Signing.PrivateKey(pemRepresentation: pem).publicKey)
            } else {
                try self.init(_RSA.Signing.PublicKey(pemRepresentation: pem))
            }
        } catch {
            throw IdentityError(
                operation: "load", subject: path, cause: "no RSA key in it (\(error))")
        }
    }

    /// Whether the signature is this key's.
    func isValid(_ signature: [UInt8], for text: Substring) -> Bool {
        key.isValidSignature(
            .init(rawRepresentation: signature), for: SHA256.hash(data: Array(text.utf8)),
            padding: .insecurePKCS1v1_5)
    }

    /// As a JSON Web Key (RFC 7517).
    var json: JSON {
        guard let numbers = try? key.getKeyPrimitives() else { return [:] }
        return [
            "use": "sig", "kty": "RSA", "kid": .string(id), "alg": "RS256",
            "n": .string(Base64.encodeForURL(numbers.modulus)),
            "e": .string(Base64.encodeForURL(numbers.publicExponent)),
        ]
    }
}
