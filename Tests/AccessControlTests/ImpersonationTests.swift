import APIMachinery
import AccessControl
import Testing

@Suite struct ImpersonationTests {
    static let caller = UserInfo(name: "boss")

    private func read(_ headers: [(String, String)]) throws -> Impersonation? {
        try Impersonation(headers: headers.map { ($0.0, $0.1) }, caller: Self.caller)
    }

    @Test func `without headers nobody is acted as`() throws {
        #expect(try read([("Accept", "*/*")]) == nil)
    }

    @Test func `groups, uid and extras are taken, and each must be allowed`() throws {
        let acting = try #require(
            try read([
                ("Impersonate-User", "u"), ("Impersonate-Group", "a"), ("impersonate-group", "b"),
                ("Impersonate-Uid", "7"), ("Impersonate-Extra-Foo%2fBar", "x"),
            ]))
        #expect(acting.user.name == "u")
        #expect(acting.user.groups == ["a", "b", "system:authenticated"])
        #expect(acting.user.uid == "7")
        #expect(acting.user.extra == ["foo/bar": ["x"]])
        let wanted = acting.requirements.map { [$0.resource, $0.subresource, $0.name] }
        #expect(
            wanted == [
                ["users", "", "u"], ["groups", "", "a"], ["groups", "", "b"],
                ["userextras", "foo/bar", "x"], ["uids", "", "7"],
            ])
        #expect(acting.requirements.allSatisfy { $0.user == Self.caller })
        #expect(acting.requirements.allSatisfy { $0.verb == "impersonate" })
    }

    @Test func `a service account is one, with the groups of all`() throws {
        let acting = try #require(
            try read([("Impersonate-User", "system:serviceaccount:ns:sa")]))
        #expect(
            acting.user.groups == [
                "system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated",
            ])
        #expect(acting.requirements.map(\.resource) == ["serviceaccounts"])
        #expect(acting.requirements.map(\.namespace) == ["ns"])
    }

    @Test func `anonymous stays unauthenticated`() throws {
        let acting = try #require(try read([("Impersonate-User", "system:anonymous")]))
        #expect(acting.user.groups == ["system:unauthenticated"])
    }

    @Test(arguments: ["Impersonate-Group", "Impersonate-Uid", "Impersonate-Extra-x"])
    func `nothing else without a user`(header: String) {
        let refused = #expect(throws: APIStatus.self) { try read([(header, "x")]) }
        #expect(refused?.code == 400)
    }
}
