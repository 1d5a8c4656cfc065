import JSON
import Testing

/// Pods run as service accounts, whose tokens their containers find.
@Suite struct ServiceAccountAdmissionTests {
    static let pods = "/api/v1/namespaces/default/pods"
    static let accounts = "/api/v1/namespaces/default/serviceaccounts"

    static func pod(_ name: String, spec: JSONObject = JSONObject()) -> JSON {
        var spec = spec
        if spec["containers"] == nil {
            spec.add("containers", [["name": "c", "image": "i"]])
        }
        return [
            "kind": "Pod", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "spec": .object(spec),
        ]
    }

    static func account(_ name: String, _ more: [String: JSON] = [:]) -> JSON {
        var account: JSON = [
            "kind": "ServiceAccount", "apiVersion": "v1", "metadata": ["name": .string(name)],
        ]
        for (key, value) in more { account[key] = value }
        return account
    }

    @Test func `A pod gets the account default and its token`() async throws {
        let played = try await Played(without: [])
        _ = try await played.ask(
            "POST", Self.accounts,
            Self.account("default", ["imagePullSecrets": [["name": "registry"]]]))
        let (code, body) = try await played.ask("POST", Self.pods, Self.pod("a"))
        #expect(code == 201)
        let spec = body["spec"]
        #expect(spec?["serviceAccountName"] == "default")
        #expect(spec?["serviceAccount"] == "default")
        #expect(spec?["imagePullSecrets"] == [["name": "registry"]])
        let volume = try #require(spec?["volumes"]?.array?.first)
        let name = try #require(volume["name"]?.string)
        #expect(name.hasPrefix("kube-api-access-"))
        let sources = volume["projected"]?["sources"]?.array ?? []
        #expect(sources.count == 3)
        #expect(
            sources.first?["serviceAccountToken"]
                == ["expirationSeconds": 3607, "path": "token"])
        #expect(volume["projected"]?["defaultMode"]?.int == 420)
        #expect(
            spec?["containers"]?.array?.first?["volumeMounts"] == [
                [
                    "name": .string(name), "readOnly": true,
                    "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
                ]
            ])
    }

    @Test func `An account that isn't there is named`() async throws {
        let played = try await Played(without: [])
        var spec = JSONObject()
        spec.add("serviceAccountName", "robot")
        let (code, body) = try await played.ask("POST", Self.pods, Self.pod("a", spec: spec))
        #expect(code == 403)
        #expect(
            body["message"]?.string
                == "pods \"a\" is forbidden: error looking up service account default/robot: "
                + "serviceaccount \"robot\" not found")
    }

    @Test(
        arguments: [
            (true, nil, true), (false, nil, false), (false, true, true), (true, false, false),
            (nil, nil, true), (nil, false, false),
        ] as [(Bool?, Bool?, Bool)])
    func `The pod's own word about the token counts before the account's`(
        account: Bool?, pod: Bool?, isMounted: Bool
    ) async throws {
        let played = try await Played(without: [])
        _ = try await played.ask(
            "POST", Self.accounts,
            Self.account(
                "default", account.map { ["automountServiceAccountToken": .bool($0)] } ?? [:]))
        var spec = JSONObject()
        if let pod { spec.add("automountServiceAccountToken", .bool(pod)) }
        let (code, body) = try await played.ask("POST", Self.pods, Self.pod("a", spec: spec))
        #expect(code == 201)
        #expect((body["spec"]?["volumes"] != nil) == isMounted)
    }

    @Test func `A container with a mount of its own there is left alone`() async throws {
        let played = try await Played(without: [])
        _ = try await played.ask("POST", Self.accounts, Self.account("default"))
        let mount: JSON = [
            "name": "own", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
        ]
        var spec = JSONObject()
        spec.add("volumes", [["name": "own", "emptyDir": [:]]])
        spec.add("containers", [["name": "c", "image": "i", "volumeMounts": [mount]]])
        let (_, body) = try await played.ask("POST", Self.pods, Self.pod("a", spec: spec))
        #expect(body["spec"]?["volumes"]?.array?.count == 1)
        #expect(
            body["spec"]?["containers"]?.array?.first?["volumeMounts"]?.array?.count == 1)
    }
}
