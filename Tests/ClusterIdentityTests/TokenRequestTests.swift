import APIMachinery
import ClusterIdentity
import JSON
import Testing

@Suite struct TokenRequestTests {
    private let tokens: ServiceAccountTokens
    private let account: APIObject = {
        var account = APIObject(["kind": "ServiceAccount"])
        account.name = "sa"
        account.namespace = "ns"
        account.uid = "u"
        return account
    }()

    init() throws {
        tokens = ServiceAccountTokens(
            key: try ServiceAccountTokensTests.key.get(), issuer: "https://issuer")
    }

    private func answer(_ spec: JSON, bound: APIObject? = nil) throws -> (JSON, JSON) {
        let request = try TokenRequest(APIObject(["spec": spec]))
        let answered = try request.answer(
            account: account, bound: bound, node: nil, id: "id", tokens: tokens,
            now: ClusterPKITests.now)
        let token = try #require(answered["status", "token"]?.string)
        let key = try ServiceAccountTokensTests.key.get().verifier
        let shown = try #require(TokenInspection(token, key: key, now: ClusterPKITests.now))
        #expect(shown.isSigned)
        #expect(!shown.hasExpired)
        return (answered.json, shown.claims)
    }

    private func pod(_ account: String, uid: String = "pu") -> APIObject {
        var pod = APIObject(["kind": "Pod", "spec": ["serviceAccountName": .string(account)]])
        pod.name = "p"
        pod.uid = uid
        return pod
    }

    @Test func `an hour for the server, unless told otherwise`() throws {
        let (answered, claims) = try answer([:])
        #expect(answered["spec"]?["expirationSeconds"] == 3600)
        #expect(answered["spec"]?["boundObjectRef"] == .null)
        #expect(claims["aud"] == ["https://issuer"])
        #expect(claims["exp"]?.int == (claims["iat"]?.int ?? 0) + 3600)
        #expect(claims["sub"] == "system:serviceaccount:ns:sa")
        #expect(
            claims.object?.keys == [
                "aud", "exp", "iat", "iss", "jti", "kubernetes.io", "nbf", "sub",
            ])
    }

    @Test func `what kubelets ask for lasts a year, with a warning after an hour`() throws {
        let (answered, claims) = try answer(["expirationSeconds": 3607])
        let issued = claims["iat"]?.int ?? 0
        #expect(claims["exp"]?.int == issued + 365 * 24 * 3600)
        #expect(claims["kubernetes.io"]?["warnafter"]?.int == issued + 3607)
        #expect(answered["spec"]?["expirationSeconds"] == 3607)
        let (_, other) = try answer(["expirationSeconds": 3607, "audiences": ["x"]])
        #expect(other["exp"]?.int == issued + 3607)
    }

    @Test func `a token bound to a pod names it`() throws {
        let reference: JSON = ["kind": "Pod", "apiVersion": "v1", "name": "p"]
        let (_, claims) = try answer(["boundObjectRef": reference], bound: pod("sa"))
        #expect(claims["kubernetes.io"]?["pod"] == ["name": "p", "uid": "pu"])
        let refused = #expect(throws: APIStatus.self) {
            try answer(["boundObjectRef": reference], bound: pod("other"))
        }
        #expect(refused?.code == 400)
    }

    static let refused: [(JSON, Int)] = [
        (["expirationSeconds": 599], 422), (["expirationSeconds": 8_589_934_592], 422),
        (["boundObjectRef": ["kind": "Deployment", "apiVersion": "apps/v1", "name": "p"]], 400),
        (["boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": "p", "uid": "no"]], 409),
    ]

    @Test(arguments: refused)
    func `what cannot be given is told`(spec: JSON, code: Int) {
        let refused = #expect(throws: APIStatus.self) { try answer(spec, bound: pod("sa")) }
        #expect(refused?.code == code)
    }
}
