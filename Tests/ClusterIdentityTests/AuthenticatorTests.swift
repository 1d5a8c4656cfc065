import APIMachinery
import AccessControl
import ClusterIdentity
import Testing

@Suite struct AuthenticatorTests {
    private let file: TokenFile

    init() throws {
        file = try TokenFile(
            parsing: """
                abc,jane,1,"dev, ops"
                # a comment
                def, joe ,2

                ghi,"a ""b"" c",3,solo
                """, path: "tokens.csv")
    }

    private func outcome(
        _ header: String?, allowsAnonymous: Bool = true
    ) -> Authenticator.Outcome {
        Authenticator(tokenFile: file, allowsAnonymous: allowsAnonymous) { _, _, _ in nil }
            .authenticate(
                authorization: header, certificate: nil, now: ClusterPKITests.now)
    }

    @Test(arguments: [
        ("abc", UserInfo(name: "jane", uid: "1", groups: ["dev", "ops"])),
        ("def", UserInfo(name: "joe", uid: "2")),
        ("ghi", UserInfo(name: "a \"b\" c", uid: "3", groups: ["solo"])),
    ])
    func `a token of the file is its user`(token: String, user: UserInfo) {
        #expect(outcome("Bearer \(token)") == .user(user.authenticated()))
        #expect(outcome("bearer  \(token)") == .user(user.authenticated()))
    }

    @Test func `no credentials are anonymous, wrong ones are not`() {
        #expect(outcome(nil) == .user(.anonymous))
        #expect(outcome("Basic YTpi") == .user(.anonymous))
        #expect(outcome("Bearer nope") == .unauthorized(fault: "invalid bearer token"))
        #expect(
            outcome(nil, allowsAnonymous: false)
                == .unauthorized(fault: "no credentials were given"))
    }

    @Test func `a client certificate is its subject`() throws {
        let authority = try ClusterAuthority(name: "ca", now: ClusterPKITests.now)
        let pair = try authority.issue(.client("u", groups: ["g"]), now: ClusterPKITests.now)
        let information = try CertificateInformation(pem: pair.certificate, path: "u")
        #expect(information.user?.name == "u")
        #expect(information.user?.groups == ["g", "system:authenticated"])
    }

    @Test(arguments: [
        ("a,b", "line 1"), ("x,y,1\n,b,c", "line 2"), ("a,\"b,c", "line 1"),
    ])
    func `a broken line is told by its number`(text: String, place: String) {
        let fault = #expect(throws: IdentityError.self) {
            try TokenFile(parsing: text, path: "t")
        }
        #expect(fault?.subject == "t, \(place)")
    }

    @Test func `a line that is made parses as the user it was made for`() throws {
        let made = TokenFile.makeLine(user: "u", uid: "7", groups: ["a", "b"])
        let read = try TokenFile(parsing: made.line, path: "t")
        #expect(
            read.user(made.token)
                == UserInfo(name: "u", uid: "7", groups: ["a", "b"]).authenticated())
        #expect(made.token.count == 43)
    }

    @Test func `bytes survive the alphabet of URLs`() {
        var generator = SystemRandomNumberGenerator()
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Base64.decodeForURL(Base64.encodeForURL(bytes)[...]) == bytes)
        }
        for wrong in ["A", "AAAAA", "A=", "A+", "AB", "A B"] {
            #expect(Base64.decodeForURL(wrong[...]) == nil, "\(wrong)")
        }
        #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
        #expect(Base64.encodeForURL([0xfb, 0xff]) == "-_8")
    }
}
