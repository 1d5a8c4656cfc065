import APIMachinery
import AccessControl
import ClusterIdentity
import JSON
import Testing

@Suite struct ServiceAccountTokensTests {
    static let key = Result { try ServiceAccountKey() }
    static let now = ClusterPKITests.now
    private let tokens: ServiceAccountTokens

    init() throws {
        tokens = ServiceAccountTokens(key: try Self.key.get(), issuer: "https://issuer")
    }

    /// Everything is there, and has the uid `u`.
    private let present: ServiceAccountTokens.Lookup = { _, _, _ in ("u", nil) }

    private func claims(_ change: (inout TokenClaims) -> Void = { _ in }) -> TokenClaims {
        var claims = TokenClaims(
            audiences: ["https://issuer"], issued: Self.now.seconds,
            expires: Self.now.seconds + 600, issuer: "https://issuer", id: "id", namespace: "ns",
            account: .init(name: "sa", uid: "u"))
        change(&claims)
        return claims
    }

    @Test func `a token is its account, with the groups of accounts`() throws {
        let token = try tokens.sign(claims { $0.pod = .init(name: "p", uid: "u") })
        let verified = try tokens.verify(token, now: Self.now, lookup: present)
        #expect(verified.audiences == ["https://issuer"])
        #expect(
            verified.user
                == UserInfo(
                    name: "system:serviceaccount:ns:sa", uid: "u",
                    groups: [
                        "system:serviceaccounts", "system:serviceaccounts:ns",
                        "system:authenticated",
                    ],
                    extra: [
                        "authentication.kubernetes.io/credential-id": ["JTI=id"],
                        "authentication.kubernetes.io/pod-name": ["p"],
                        "authentication.kubernetes.io/pod-uid": ["u"],
                    ]))
    }

    private func fault(
        _ token: String, audiences: [String] = [], at now: Timestamp = now,
        lookup: ServiceAccountTokens.Lookup? = nil
    ) -> ServiceAccountTokens.Fault? {
        do throws(ServiceAccountTokens.Fault) {
            _ = try tokens.verify(
                token, audiences: audiences, now: now, lookup: lookup ?? present)
            return nil
        } catch {
            return error
        }
    }

    @Test func `its time is over after its last second`() throws {
        let token = try tokens.sign(claims())
        func at(_ seconds: Int64) -> Timestamp {
            Timestamp(microseconds: (Self.now.seconds + seconds) * 1_000_000)
        }
        #expect(fault(token, at: at(600)) == nil)
        #expect(fault(token, at: at(601)) == .invalid("service account token has expired"))
        #expect(fault(token, at: at(-1)) == .invalid("service account token is not valid yet"))
    }

    @Test func `it is for its audiences alone`() throws {
        let token = try tokens.sign(claims { $0.audiences = ["a", "b"] })
        #expect(fault(token) != nil)
        let verified = try tokens.verify(
            token, audiences: ["b", "c"], now: Self.now, lookup: present)
        #expect(verified.audiences == ["b"])
        #expect(
            fault(token, audiences: ["c"])
                == .invalid(
                    "token audiences [\"a\" \"b\"] is invalid for the target audiences [\"c\"]"))
    }

    @Test func `a changed character anywhere makes it void`() throws {
        let token = try tokens.sign(claims())
        var characters = Array(token)
        for index in stride(from: 0, to: characters.count, by: 7) {
            let old = characters[index]
            characters[index] = old == "A" ? "B" : "A"
            #expect(fault(String(characters)) != nil, "character \(index)")
            characters[index] = old
        }
        #expect(fault(token) == nil)
    }

    @Test func `what is gone, or made anew, takes its tokens along`() throws {
        let bound = try tokens.sign(claims { $0.pod = .init(name: "p", uid: "u") })
        for gone in ["ServiceAccount", "Pod"] {
            #expect(fault(bound, lookup: { kind, _, _ in kind == gone ? nil : ("u", nil) }) != nil)
            let other = fault(
                bound, lookup: { kind, _, _ in (kind == gone ? "other" : "u", nil) })
            #expect(other == .invalid("\(gone) UID (other) does not match claim (u)"))
        }
    }

    @Test(arguments: [
        "", "nope", "a.b", "a.b.c", "e30.e30.e30", "....", "e30.e30.", "e30.bm90anNvbg.e30",
    ])
    func `what is no token of ours is unknown`(token: String) {
        #expect(fault(token) == .unknown)
    }

    @Test func `a token of another key is invalid, unless that key is known`() throws {
        let other = try ServiceAccountKey()
        let foreign = ServiceAccountTokens(key: other, issuer: "https://issuer")
        let token = try foreign.sign(claims())
        #expect(fault(token) == .invalid("invalid signature"))
        let both = ServiceAccountTokens(
            key: try Self.key.get(),
            verifiers: [try TokenVerificationKey(pem: other.publicPEM, path: "other")],
            issuer: "https://issuer")
        _ = try both.verify(token, now: Self.now, lookup: present)
        #expect(both.keySet["keys"]?.array?.count == 2)
    }

    @Test func `without an algorithm there is no token`() throws {
        let token = try tokens.sign(claims())
        let parts = token.split(separator: ".")
        let none = Base64.encodeForURL(Array(#"{"alg":"none"}"#.utf8))
        #expect(
            fault("\(none).\(parts[1]).") == .invalid("unexpected signature algorithm"))
    }

    @Test func `the discovery documents name issuer and keys`() throws {
        let document = tokens.openIDConfiguration(keySetURL: "https://x/openid/v1/jwks")
        #expect(document["issuer"] == "https://issuer")
        #expect(document["jwks_uri"] == "https://x/openid/v1/jwks")
        let jwk = try #require(tokens.keySet["keys"]?.array?.first)
        #expect(jwk["kty"] == "RSA")
        #expect(jwk["e"] == "AQAB")
        #expect(jwk["n"]?.string?.count == 342)
    }
}
