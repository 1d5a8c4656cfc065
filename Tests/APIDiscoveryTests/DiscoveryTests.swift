import APIDiscovery
import APIMachinery
import JSON
import ResourceModel
import ResourceSchema
import Testing

private func definition(
    _ group: String, _ version: String, _ kind: String, _ plural: String,
    _ change: (inout ResourceDefinition) -> Void = { _ in }
) -> ResourceDefinition {
    var definition = ResourceDefinition(
        group: group, version: version, kind: kind, plural: plural,
        schema: "\(group.isEmpty ? "core" : group).\(version).\(kind)")
    change(&definition)
    return definition
}

private let definitions = [
    definition("", "v1", "Pod", "pods") {
        $0.shortNames = ["po"]
        $0.categories = ["all"]
        $0.subresources = [
            Subresource(
                name: "status", kind: "Pod", verbs: [.update, .get, .patch],
                service: .status(StatusRules())),
            Subresource(
                name: "eviction", groupVersion: GroupVersion(group: "policy", version: "v1"),
                kind: "Eviction", verbs: [.create], service: .special),
        ]
    },
    definition("", "v1", "Event", "events"),
    definition("", "v1", "Binding", "bindings") { $0.verbs = [.create] },
    definition("events.k8s.io", "v1", "Event", "events") {
        $0.stored = StoredAs(
            resource: GroupResource(resource: "events"), toStored: { $0 }, fromStored: { $0 })
    },
    definition("apps", "v1beta1", "Deployment", "deployments"),
    definition("apps", "v1", "Deployment", "deployments"),
    definition("apps", "v2", "Deployment", "deployments") { $0.isNamespaced = false },
]

@Suite struct DiscoveryTests {
    private let discovery = Discovery(definitions)

    @Test func `stable versions come before others, newer before older`() {
        let versions = discovery.apiGroup("apps")?["versions"]?.array ?? []
        #expect(versions.compactMap { $0["version"]?.string } == ["v2", "v1", "v1beta1"])
        #expect(discovery.apiGroup("apps")?["preferredVersion"]?["groupVersion"] == "apps/v2")
        #expect(discovery.apiGroup("nope") == nil)
    }

    @Test func `core stands apart from the groups`() {
        #expect(discovery.apiVersions(serverAddress: "")["versions"] == ["v1"])
        let groups = discovery.apiGroups["groups"]?.array ?? []
        #expect(groups.compactMap { $0["name"]?.string } == ["apps", "events.k8s.io"])
    }

    @Test func `a version lists its resources, and behind each its subresources`() {
        let list = discovery.apiResources(GroupVersion(group: "", version: "v1"))
        let resources = list?["resources"]?.array ?? []
        #expect(
            resources.compactMap { $0["name"]?.string } == [
                "bindings", "events", "pods", "pods/eviction", "pods/status",
            ])
        #expect(resources[2]["shortNames"] == ["po"])
        #expect(resources[3]["group"] == "policy")
        #expect(resources[4]["verbs"] == ["get", "patch", "update"])
        #expect(discovery.apiResources(GroupVersion(group: "", version: "v2")) == nil)
    }

    @Test func `storage hashes are of what is stored`() {
        func hash(_ group: String, _ name: String) -> JSON? {
            discovery.apiResources(GroupVersion(group: group, version: "v1"))?["resources"]?
                .array?.first { $0["name"]?.string == name }?["storageVersionHash"]
        }
        #expect(hash("", "pods") == "xPOwRZ+Yhw8=")
        #expect(hash("apps", "deployments") == "8aSe+NMegvE=")
        #expect(hash("events.k8s.io", "events") == hash("", "events"))
        #expect(hash("", "bindings") == nil)
    }

    @Test func `the aggregated documents say the same`() {
        let core = discovery.aggregated(core: true, .v2)
        let resources = core["items"]?.array?.first?["versions"]?.array?.first?["resources"]
        #expect(
            resources?.array?.compactMap { $0["resource"]?.string } == [
                "bindings", "events", "pods",
            ])
        let pods = resources?.array?.last
        #expect(pods?["subresources"]?.array?.count == 2)
        #expect(pods?["responseKind"] == ["group": "", "version": "", "kind": "Pod"])
        let groups = discovery.aggregated(core: false, .v2beta1)
        #expect(groups["apiVersion"] == "apidiscovery.k8s.io/v2beta1")
        #expect(groups["items"]?.array?.count == 2)
    }
}

@Suite struct OpenAPITests {
    private let api = OpenAPI(definitions, schemas: .kubernetes)

    private func document(_ path: String) throws -> JSON {
        try JSON(parsing: try #require(api.document(path)))
    }

    @Test func `every document of the index is there, and no other`() throws {
        let paths = try JSON(parsing: api.index)["paths"]?.object?.members ?? []
        #expect(paths.count == 10)
        for path in paths {
            #expect(api.document(path.key) != nil)
            let address = path.value["serverRelativeURL"]?.string ?? ""
            #expect(address.hasPrefix("/openapi/v3/\(path.key)?hash="))
        }
        for path in ["", "apis/apps/v9", "apis/nope", "api/v2"] {
            #expect(api.document(path) == nil)
        }
    }

    @Test func `addresses change with what the documents say`() throws {
        var changed = definitions
        changed[0].subresources = []
        let other = try JSON(parsing: OpenAPI(changed, schemas: .kubernetes).index)["paths"]
        let paths = try JSON(parsing: api.index)["paths"]
        #expect(other?["api/v1"] != paths?["api/v1"])
        #expect(other?["apis/apps/v1"] == paths?["apis/apps/v1"])
    }

    @Test func `a patch says its kind and that it validates fields, as kubectl asks`() throws {
        let paths = try document("apis/apps/v1")["paths"]
        let patch = paths?["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]?["patch"]
        #expect(
            patch?["x-kubernetes-group-version-kind"]
                == ["group": "apps", "version": "v1", "kind": "Deployment"])
        let names = patch?["parameters"]?.array?.compactMap { $0["name"]?.string } ?? []
        #expect(names.contains("fieldValidation"))
        #expect(patch?["operationId"] == "patchAppsV1NamespacedDeployment")
        let content = patch?["requestBody"]?["content"]?.object?.keys ?? []
        #expect(content.contains("application/strategic-merge-patch+json"))
    }

    @Test func `cluster-wide resources have no namespace in their paths`() throws {
        let paths = try document("apis/apps/v2")["paths"]?.object?.keys ?? []
        #expect(paths == ["/apis/apps/v2/deployments", "/apis/apps/v2/deployments/{name}"])
    }

    @Test func `types that are mentioned are there`() throws {
        let bytes = try #require(api.document("api/v1"))
        let schemas = try JSON(parsing: bytes)["components"]?["schemas"]?.object
        let text = String(decoding: bytes, as: UTF8.self)
        for mention in text.split(separator: "\"#/components/schemas/").dropFirst() {
            let name = String(mention.prefix { $0 != "\"" })
            #expect(schemas?[name] != nil, "\(name)")
        }
        let pod = schemas?["io.k8s.api.core.v1.Pod"]
        #expect(
            pod?["x-kubernetes-group-version-kind"]?.array?.first?["kind"] == "Pod")
    }
}
