import JSON
import KubernetesAPI
import Testing
import YAML

@Suite struct ObjectDecodingTests {
    @Test func `nodes, namespaces and Service prefixes are read and written`() throws {
        let objects = try decode(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: node-a, labels: {topology.kubernetes.io/zone: z}}
            spec:
              podCIDR: 10.244.0.0/24
              unschedulable: true
              taints: [{key: k, effect: NoSchedule}]
            status:
              addresses:
              - {type: InternalIP, address: 192.168.77.1}
              - {type: Hostname, address: node-a}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: prod}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: kubernetes}
            spec: {cidrs: [10.96.0.0/16, "fd00:96::/112"]}
            """)
        #expect(
            objects.map(\.key.description)
                == ["Node node-a", "Namespace prod", "ServiceCIDR kubernetes"])
        guard case .node(let node) = objects[0], case .serviceCIDR(let cidr) = objects[2] else {
            Issue.record("kinds are wrong")
            return
        }
        #expect(node.podCIDRs == ["10.244.0.0/24"])
        #expect(node.unschedulable)
        #expect(node.taints == [Taint(key: "k", effect: "NoSchedule")])
        #expect(node.internalIPs == ["192.168.77.1"])
        #expect(node.zone == "z")
        #expect(cidr.cidrs == ["10.96.0.0/16", "fd00:96::/112"])
        for object in objects { #expect(try decodeOne(object.json.description) == object) }
    }

    @Test func `lists are unwrapped`() throws {
        let objects = try decode(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
            - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
            ---
            apiVersion: v1
            kind: NamespaceList
            metadata: {resourceVersion: "7"}
            items:
            - metadata: {name: c}
            """)
        #expect(objects.map(\.key.name) == ["a", "b", "c"])
        #expect(
            decodeFault("apiVersion: v1\nkind: List\nitems:\n- {kind: Namespace}\n")
                == #"f.yaml:4: Namespace: apiVersion: expected a value, found no "apiVersion""#)
        #expect(
            decodeFault("{apiVersion: v1, kind: List, items: 3}")
                == "f.yaml:1: List: items: expected a list, found 3")
    }

    @Test(arguments: [
        ("[1]", "f.yaml:1: expected an object with apiVersion, kind and metadata, found a list"),
        (
            "just text",
            "f.yaml:1: expected an object with apiVersion, kind and metadata, found \"just text\""
        ),
        ("\n{metadata: {name: a}}", #"f.yaml:2: kind: expected a value, found no "kind""#),
        (
            "\n\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}",
            "f.yaml:4: Deployment shop/web: unknown kind: not one of Service, EndpointSlice, "
                + "Pod, Node, Namespace, ServiceCIDR"
        ),
        (
            "{apiVersion: v1beta1, kind: Service}",
            #"f.yaml:1: Service: apiVersion: expected "v1" for a Service, found "v1beta1""#
        ),
        (
            "{apiVersion: v1, kind: Namespace}",
            #"f.yaml:1: Namespace: metadata: expected a value, found no "metadata""#
        ),
        (
            "{apiVersion: v1, kind: Namespace, metadata: {}}",
            #"f.yaml:1: Namespace: metadata.name: expected a value, found no "name""#
        ),
        (
            "{apiVersion: v1, kind: Namespace, metadata: {name: ''}}",
            #"f.yaml:1: Namespace : metadata.name: expected a string that is not empty, found """#
        ),
        (
            "{apiVersion: v1, kind: Namespace, metadata: {name: 5}}",
            "f.yaml:1: Namespace: metadata.name: expected a string, found 5"
        ),
        (
            "{apiVersion: v1, kind: Node, metadata: {name: n1, namespace: x}}",
            "f.yaml:1: Node n1: metadata.namespace: expected none: a Node has no namespace, "
                + "found \"x\""
        ),
    ])
    func `what is no object is told with its place`(text: String, error: String) {
        #expect(decodeFault(text) == error)
    }

    @Test(arguments: ["Web", "web_1", "-web", "web-", "a.b", String(repeating: "a", count: 64)])
    func `names are held to the API server's rules`(name: String) {
        #expect(
            decodeFault("{apiVersion: v1, kind: Namespace, metadata: {name: \"\(name)\"}}")?
                .contains("metadata.name: expected at most 63 of a-z, 0-9, and '-'") == true)
    }

    @Test func `nodes may have dots in their names and Services digits first`() throws {
        #expect(
            try decodeOne("{apiVersion: v1, kind: Node, metadata: {name: n1.example.org}}")
                .key.name == "n1.example.org")
        #expect(
            try decodeOne("{apiVersion: v1, kind: Namespace, metadata: {name: \"123\"}}")
                .key.name == "123")
    }

    @Test func `keys are ordered by kind, namespace and name`() {
        let keys = [
            ObjectKey(kind: .service, namespace: "b", name: "a"), ObjectKey(kind: .node, name: "z"),
            ObjectKey(kind: .service, namespace: "a", name: "b"),
            ObjectKey(kind: .unknown("Widget"), namespace: "a", name: "a"),
        ]
        #expect(
            keys.sorted().map(\.description)
                == ["Node z", "Service a/b", "Service b/a", "Widget a/a"])
        #expect(Kind(name: "Widget") == .unknown("Widget"))
        #expect(Kind.known.allSatisfy { Kind(name: $0.name) == $0 })
    }

    @Test func `changed fields never crash the decoders`() throws {
        let samples = [
            ServiceDecodingTests.full, EndpointSliceDecodingTests.full, PodDecodingTests.full,
        ]
        let replacements: [JSON] = [
            nil, true, -1, 70000, "", "x", [], [nil], [[:]], [:], ["name": 1],
        ]
        for sample in samples {
            let document = try YAML.documents(Array(sample.utf8))[0]
            let object = JSON(document.root)
            for path in paths(document.root) {
                for replacement in replacements {
                    var changed = object
                    changed.set(replacement, at: path)
                    let bytes = changed.serialized()
                    let root = try JSONDocument(parsing: bytes).root
                    let source = SourceLocation(file: "f.json")
                    do throws(DecodeError) {
                        _ = try KubernetesObject.decode(root, source: source)
                    } catch {
                        #expect(error.line == 1)
                        #expect(!error.description.contains("\n"))
                    }
                }
            }
        }
    }

    private func paths(_ value: JSONValue) -> [JSONPath] {
        let inner = Array(value.elements) + value.members.map(\.value)
        return inner.flatMap { [$0.path] + paths($0) }
    }
}
