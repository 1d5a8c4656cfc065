import KubernetesClient
import LinuxSystem
import Testing

@Suite struct KubeconfigTests {
    /// A folder with a kubeconfig and what it names.
    final class Folder {
        let path: String

        init() throws { path = try Files.createTemporaryDirectory("kubeconfig-test") }

        deinit { try? Files.removeTree(path) }

        func write(_ name: String, _ text: String) throws -> String {
            try Files.writeAtomically("\(path)/\(name)", Array(text.utf8))
            return "\(path)/\(name)"
        }
    }

    static let cluster = """
        apiVersion: v1
        kind: Config
        current-context: main
        clusters:
        - name: one
          cluster: {server: "https://10.0.0.1:6443/", certificate-authority-data: YWJj}
        contexts:
        - name: main
          context: {cluster: one, user: admin, namespace: web}
        - name: anonymous
          context: {cluster: one}

        """

    private func access(_ users: String, context: String? = nil) throws -> ClusterAccess {
        let folder = try Folder()
        _ = try folder.write("ca.pem", "the authority")
        let file = try folder.write("config", Self.cluster + "users:\n" + users)
        return try Kubeconfig(paths: file).access(context: context)
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `a context says the server, its authority and who asks`() throws {
        let access = try access("- {name: admin, user: {token: secret}}")
        #expect(access.server == "https://10.0.0.1:6443")
        #expect(access.authority == Array("abc".utf8))
        #expect(access.credential == .token("secret"))
        #expect(access.origin.hasSuffix("/config (context main)"))
    }

    @Test func `another context may be named, and one without a user is anonymous`() throws {
        let access = try access("- {name: admin, user: {token: x}}", context: "anonymous")
        #expect(access.credential == .none)
    }

    @Test func `a certificate and its key come as data or as files beside the kubeconfig`() throws {
        let folder = try Folder()
        _ = try folder.write("key.pem", "the key")
        let users = """
            users:
            - name: admin
              user: {client-certificate-data: Y2hhaW4=, client-key: key.pem}
            """
        let file = try folder.write("config", Self.cluster + users)
        #expect(
            try Kubeconfig(paths: file).access().credential
                == .certificate(chain: Array("chain".utf8), key: Array("the key".utf8)))
    }

    @Test func `a token file is relative to the kubeconfig`() throws {
        let access = try access("- {name: admin, user: {tokenFile: t/oken, token: old}}")
        guard case .tokenFile(let path) = access.credential else {
            Issue.record("not a token file: \(access.credential)")
            return
        }
        #expect(path.hasSuffix("/t/oken") && path.hasPrefix("/"))
    }

    @Test(arguments: [
        (
            "- {name: admin, user: {exec: {command: aws-iam}}}",
            "users[0] \"admin\": exec (aws-iam): programs that fetch credentials are not run"
        ),
        (
            "- {name: admin, user: {auth-provider: {name: oidc}}}",
            "users[0] \"admin\": auth-provider (oidc): programs that fetch"
        ),
        (
            "- {name: admin, user: {username: me, password: x}}",
            "users[0] \"admin\": username: not supported; expected a token"
        ),
        (
            "- {name: admin, user: {client-certificate-data: Y2hhaW4=}}",
            "users[0] \"admin\": client-key: expected one beside the other half"
        ),
        (
            "- {name: admin, user: {client-certificate-data: '?', client-key-data: YQ==}}",
            "users[0] \"admin\": client-certificate-data: expected base64"
        ),
        (
            "- {name: admin, user: {client-certificate: none.pem, client-key-data: YQ==}}",
            "users[0] \"admin\": client-certificate: open"
        ),
        ("- {name: other, user: {token: x}}", "contexts[0] \"main\": user: there is no user"),
        ("- {user: {token: x}}", "users[0].name: expected a name"),
        ("- {name: admin}", "users[0].user: expected an object"),
    ])
    func `what can't be used is refused by file and field`(users: String, error: String) {
        #expect(message { _ = try access(users) }.contains(error))
    }

    @Test func `a context that is not there is told with those that are`() {
        let text = message {
            _ = try access("- {name: admin, user: {token: x}}", context: "prod")
        }
        #expect(text.hasSuffix("there is no context \"prod\"; there are: anonymous, main"))
    }

    @Test func `files merge: the first of a name counts, missing ones do not`() throws {
        let folder = try Folder()
        let first = try folder.write(
            "first",
            """
            contexts: [{name: mine, context: {cluster: one, user: me}}]
            current-context: mine
            users: [{name: me, user: {token: first}}]
            """)
        let second = try folder.write(
            "second",
            Self.cluster + "users: [{name: me, user: {token: second}}, {name: admin, user: {}}]")
        let list = "\(first):\(folder.path)/none:\(second)"
        let access = try Kubeconfig(paths: list).access()
        #expect(access.server == "https://10.0.0.1:6443")
        #expect(access.credential == .token("first"))
        #expect(message { _ = try Kubeconfig(paths: "\(folder.path)/none") }.contains("no such"))
    }

    @Test func `malformed text is told with its line`() throws {
        let folder = try Folder()
        let file = try folder.write("config", "clusters:\n  - [\n")
        #expect(message { _ = try Kubeconfig(paths: file) }.hasPrefix("\(file): line "))
    }

    @Test func `--master is a URL`() throws {
        #expect(
            try ClusterAccess.master("http://127.0.0.1:8080/").server == "http://127.0.0.1:8080")
        for wrong in ["127.0.0.1:8080", "https://", "ftp://x", "https://a b"] {
            #expect(
                message { _ = try ClusterAccess.master(wrong) }.hasPrefix("--master \"\(wrong)\""))
        }
    }

    @Test func `a pod has its server in the environment`() throws {
        let folder = try Folder()
        _ = try folder.write("ca.crt", "the authority")
        _ = try folder.write("token", "t")
        let variables = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"]
        let access = try ClusterAccess.inCluster(
            environment: { variables[$0] }, folder: folder.path)
        #expect(access.server == "https://[fd00::1]:443")
        #expect(access.credential == .tokenFile("\(folder.path)/token"))
        #expect(
            message { _ = try ClusterAccess.inCluster(environment: { _ in nil }) }
                .hasPrefix("not in a pod: KUBERNETES_SERVICE_HOST"))
    }
}
