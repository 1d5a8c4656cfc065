import APIMachinery
import JSON
import ResourceSchema
import Testing

@Suite struct DecodingTests {
    private func decode(_ text: String, as type: String) throws -> DecodedBody {
        let document = try JSONDocument(parsing: Array(text.utf8))
        return try SchemaTable.kubernetes.decode(document.root, as: type)
    }

    /// Body, type, canonical text.
    @Test(arguments: [
        (
            #"{"metadata":{"name":"a","labels":{"b":"1","a":"2"}},"kind":"ConfigMap","data":{}}"#,
            "core.v1.ConfigMap",
            #"{"kind":"ConfigMap","metadata":{"name":"a","labels":{"a":"2","b":"1"}}}"#
        ),
        (
            #"{"spec":{"containers":[{"image":"i","name":"c"}],"hostNetwork":false}}"#,
            "core.v1.Pod",
            #"{"metadata":{},"spec":{"containers":[{"name":"c","image":"i","resources":{}}]},"#
                + #""status":{}}"#
        ),
        (
            #"{"spec":{"ports":[{"port":80}],"clusterIP":""},"status":null}"#, "core.v1.Service",
            #"{"metadata":{},"spec":{"ports":[{"port":80,"targetPort":0}]},"#
                + #""status":{"loadBalancer":{}}}"#
        ),
        (
            #"{"spec":{"replicas":0,"template":{}}}"#, "apps.v1.Deployment",
            #"{"metadata":{},"spec":{"replicas":0,"selector":null,"template":{"metadata":{},"#
                + #""spec":{"containers":null}},"strategy":{}},"status":{}}"#
        ),
        (
            #"{"rules":null}"#, "rbac.v1.Role", #"{"metadata":{},"rules":null}"#
        ),
        (
            #"{"rules":[]}"#, "rbac.v1.Role", #"{"metadata":{},"rules":[]}"#
        ),
        (
            #"{"status":{"capacity":{"cpu":0.5,"memory":"1024Mi","pods":"110"}}}"#, "core.v1.Node",
            #"{"metadata":{},"spec":{},"status":{"capacity":{"cpu":"500m","memory":"1Gi","#
                + #""pods":"110"},"daemonEndpoints":{"kubeletEndpoint":{"Port":0}},"nodeInfo":{"#
                + #""machineID":"","systemUUID":"","bootID":"","kernelVersion":"","osImage":"","#
                + #""containerRuntimeVersion":"","kubeletVersion":"","kubeProxyVersion":"","#
                + #""operatingSystem":"","architecture":""}}}"#
        ),
    ])
    func `a body comes out as Go writes it`(body: String, type: String, expected: String) throws {
        let decoded = try decode(body, as: type)
        #expect(decoded.object.json.description == expected)
        #expect(decoded.complaints.isEmpty)
        // What is canonical stays as it is.
        #expect(try decode(expected, as: type).object == decoded.object)
    }

    @Test func `times and microtimes are written in UTC`() throws {
        let body = #"{"spec":{"renewTime":"2026-01-02T03:04:05+01:00"}}"#
        #expect(
            try decode(body, as: "coordination.v1.Lease").object["spec", "renewTime"]
                == "2026-01-02T02:04:05.000000Z")
        let pod = #"{"metadata":{"deletionTimestamp":"2026-01-02T03:04:05.9Z"}}"#
        #expect(
            try decode(pod, as: "core.v1.Pod").object.deletionTimestamp == "2026-01-02T03:04:05Z")
    }

    @Test func `unknown and repeated fields are complained of with their path`() throws {
        let body =
            #"{"spec":{"ports":[{"port":80,"prt":1}],"type":"A","type":"B"},"foo":{"a":1},"#
            + #""metadata":{"labels":{"a":"1","a":"2"}}}"#
        let decoded = try decode(body, as: "core.v1.Service")
        #expect(
            decoded.complaints == [
                #"unknown field "spec.ports[0].prt""#, #"duplicate field "spec.type""#,
                #"unknown field "foo""#, #"duplicate field "metadata.labels.a""#,
            ])
        #expect(decoded.object["spec", "type"] == "B")
        #expect(decoded.object.labels == ["a": "2"])
        #expect(decoded.object["foo"] == nil)
    }

    /// Body, type, what the message ends with.
    @Test(arguments: [
        (
            #"{"data":{"a":1}}"#, "core.v1.ConfigMap",
            "json: cannot unmarshal number into Go struct field ConfigMap.data of type string"
        ),
        (
            #"{"spec":{"ports":[{"port":"x"}]}}"#, "core.v1.Service",
            "json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of "
                + "type int32"
        ),
        (
            #"{"spec":{"containers":"x"}}"#, "core.v1.Pod",
            "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type "
                + "[]v1.Container"
        ),
        ("[1]", "core.v1.Pod", "json: cannot unmarshal array into Go value of type v1.Pod"),
        (
            #"{"spec":{"replicas":3000000000}}"#, "apps.v1.Deployment",
            "json: cannot unmarshal number 3000000000 into Go struct field "
                + "DeploymentSpec.spec.replicas of type int32"
        ),
        (#"{"data":{"a":"?"}}"#, "core.v1.Secret", "illegal base64 data at input byte 0"),
    ])
    func `a value of the wrong kind is told as Go tells it`(
        body: String, type: String, message: String
    ) throws {
        let status = #expect(throws: APIStatus.self) { try decode(body, as: type) }
        let found = try #require(status)
        #expect(found.code == 400)
        #expect(found.reason == "BadRequest")
        let kind = type.split(separator: ".").last ?? ""
        #expect(
            found.message == "\(kind) in version \"v1\" cannot be handled as a \(kind): \(message)")
    }

    @Test(arguments: ["", "QQ==", "QUI=", "QUJD", "QUJD\nQUJD"])
    func `base64 is taken`(text: String) throws {
        let body = JSON.object(JSONObject()).with("data", ["a": .string(text)])
        #expect(try SchemaTable.kubernetes.canonical(body, as: "core.v1.Secret")["data"] != nil)
    }

    @Test(arguments: ["Q", "QQ", "QQ=", "Q===", "QQ==Q", "QQ=Q", "====", "QU I="])
    func `what is no base64 is refused`(text: String) {
        let body = JSON.object(JSONObject()).with("data", ["a": .string(text)])
        #expect(throws: APIStatus.self) {
            try SchemaTable.kubernetes.canonical(body, as: "core.v1.Secret")
        }
    }

    @Test func `every type that a field names is there`() {
        let table = SchemaTable.kubernetes
        func check(_ type: FieldType, _ owner: String) {
            switch type {
            case .object(let name): #expect(table[name] != nil, "\(owner) names \(name)")
            case .list(let inner), .map(let inner): check(inner, owner)
            default: break
            }
        }
        #expect(table.names.count > 350)
        for name in table.names {
            let fields = table[name]?.fields ?? []
            #expect(Set(fields.map(\.name)).count == fields.count, "\(name)")
            for field in fields {
                check(field.type, name)
                if field.listType == "map" { #expect(!field.listKeys.isEmpty) }
            }
        }
    }

    @Test func `an empty object of every type is canonical after one reading`() throws {
        let table = SchemaTable.kubernetes
        for name in table.names {
            let first = try table.canonical([:], as: name)
            #expect(try table.canonical(first.json, as: name) == first, "\(name)")
        }
    }
}

extension JSON {
    func with(_ key: String, _ value: JSON) -> JSON {
        var copy = self
        copy[key] = value
        return copy
    }
}
