import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

@Suite struct AnnotationTests {
    func text(_ annotations: String, slice sliceAnnotations: String = "{}") -> String {
        let own = service("clusterIP: 10.96.0.1\nports: [{port: 80}]")
            .replacing(
                "namespace: default", with: "namespace: default, annotations: \(annotations)")
        let parts = slice(
            """
            [{addresses: [10.0.0.1], nodeName: n1, zone: z1, targetRef: {kind: Pod, name: web-0}},
             {addresses: [10.0.0.2], nodeName: n2, zone: z1, targetRef: {kind: Pod, name: web-1}},
             {addresses: [10.0.0.3], nodeName: n3, zone: z2}]
            """
        ).replacing(
            "namespace: default", with: "namespace: default\n  annotations: \(sliceAnnotations)")
        return own + parts
    }

    func weights(_ annotation: String, slice: String = "{}") throws -> [String] {
        let text = text("{svcproxy.martlet.dev/weights: '\(annotation)'}", slice: slice)
        return try #require(try catalog(text).plans(of: web, family: .ipv4).first)
            .clusterEndpoints.map { "\($0.endpoint.address)=\($0.weight)" }
    }

    @Test(arguments: [
        ("10.0.0.1=3", ["10.0.0.1=3", "10.0.0.2=1", "10.0.0.3=1"]),
        (" pod/web-1 = 5 , node/n3=2", ["10.0.0.1=1", "10.0.0.2=5", "10.0.0.3=2"]),
        ("zone/z1=4, 10.0.0.1=9", ["10.0.0.1=4", "10.0.0.2=4", "10.0.0.3=1"]),
        ("zone/z1=0", ["10.0.0.3=1"]),
        ("zone/z1=0, zone/z2=0", []),
        ("10.0.0.9=7", ["10.0.0.1=1", "10.0.0.2=1", "10.0.0.3=1"]),
    ])
    func `weights are the first rule's that fits`(annotation: String, expected: [String]) throws {
        #expect(try weights(annotation) == expected)
    }

    @Test func `a slice's weights win`() throws {
        #expect(
            try weights(
                "zone/z1=4, zone/z2=6", slice: "{svcproxy.martlet.dev/weights: 'node/n2=2'}")
                == ["10.0.0.1=4", "10.0.0.2=2", "10.0.0.3=6"])
    }

    @Test(arguments: ["", "10.0.0.1", "10.0.0.1=101", "web=1", "pod/=1", "pod/a=-1", "a=b=c"])
    func `weights that can't be read count as none, and are told once`(annotation: String) throws {
        #expect(try weights(annotation) == ["10.0.0.1=1", "10.0.0.2=1", "10.0.0.3=1"])
        var catalog = try catalog(text("{svcproxy.martlet.dev/weights: '\(annotation)'}"))
        let told = catalog.takeProblems()
        #expect(told.map(\.object.description) == ["Service default/web"])
        for object in try objects(text("{svcproxy.martlet.dev/weights: '\(annotation)'}")) {
            catalog.apply(object)
        }
        #expect(catalog.takeProblems() == [])
        #expect(catalog.currentProblems == told)
    }

    @Test(arguments: [
        ("choice: random", ChoiceMethod.random, RemovalPolicy.keep, 0),
        ("choice: source-hash", .sourceHash, .keep, 0), ("choice: best", .random, .keep, 1),
        ("removed-endpoints: keep", .random, .keep, 0),
        ("removed-endpoints: reset", .random, .reset, 0),
        ("removed-endpoints: drain=30s", .random, .drain(seconds: 30), 0),
        ("removed-endpoints: drain=5m", .random, .drain(seconds: 300), 0),
        ("removed-endpoints: drain=24h", .random, .drain(seconds: 86400), 0),
        ("removed-endpoints: drain=25h", .random, .keep, 1),
        ("removed-endpoints: drain=0s", .random, .keep, 1),
        ("removed-endpoints: drain=99999999999999999999s", .random, .keep, 1),
        ("removed-endpoints: drain", .random, .keep, 1),
    ])
    func `choice and removal are annotations`(
        annotation: String, method: ChoiceMethod, removal: RemovalPolicy, problems: Int
    ) throws {
        var catalog = try catalog(text("{svcproxy.martlet.dev/\(annotation)}"))
        let plan = try #require(catalog.plans(of: web, family: .ipv4).first)
        #expect(plan.method == method)
        #expect(plan.removal == removal)
        #expect(catalog.takeProblems().count == problems)
    }
}
