import ClusterZone
import DNSMessage
import Testing

@Suite struct PodNameTests {
    static let pods = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-0, namespace: prod}
        spec: {containers: [{name: c, image: i}]}
        status: {phase: Running, podIPs: [{ip: 10.244.1.10}, {ip: "fd00:1::10"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: done, namespace: prod}
        spec: {containers: [{name: c, image: i}]}
        status: {phase: Succeeded, podIPs: [{ip: 10.244.1.20}]}
        """

    @Test func `disabled answers none`() throws {
        let cluster = try Cluster(Self.pods, pods: .disabled)
        #expect(try cluster.answer("10-244-1-10.default.pod.cluster.local") == ["NXDOMAIN"])
        #expect(try cluster.answer("pod.cluster.local") == ["NODATA"])
    }

    @Test(arguments: [
        ("10-244-1-99", RecordType.a, "10.244.1.99"), ("fd00-1--7", .aaaa, "fd00:1::7"),
        ("--1", .aaaa, "::1"), ("FD00-1--A", .aaaa, "fd00:1::a"),
        ("10-244-1-99", .aaaa, "NODATA"), ("256-1-1-1", .a, "NXDOMAIN"),
        ("01-2-3-4", .a, "NXDOMAIN"), ("1-2-3", .a, "NXDOMAIN"), ("1-2-3-4-5", .a, "NXDOMAIN"),
        ("web-0", .a, "NXDOMAIN"), ("x.10-244-1-10", .a, "NXDOMAIN"),
    ])
    func `insecure answers every address`(label: String, type: RecordType, answer: String) throws {
        let cluster = try Cluster()
        #expect(try cluster.answer("\(label).default.pod.cluster.local", type) == [answer])
        #expect(try cluster.answer("\(label).nosuch.pod.cluster.local", type) == ["NXDOMAIN"])
    }

    @Test func `verified answers the pods that run, in their namespace`() throws {
        let cluster = try Cluster(Self.pods, pods: .verified)
        let suffix = "prod.pod.cluster.local"
        #expect(try cluster.answer("10-244-1-10.\(suffix)") == ["10.244.1.10"])
        #expect(try cluster.answer("fd00-1--10.\(suffix)", .aaaa) == ["fd00:1::10"])
        #expect(try cluster.answer("10-244-1-20.\(suffix)") == ["NXDOMAIN"])
        #expect(try cluster.answer("10-244-1-10.default.pod.cluster.local") == ["NXDOMAIN"])
    }

    @Test func `a pod that ends loses its name, unless another has the address`() throws {
        var cluster = try Cluster(Self.pods, pods: .verified)
        let twin = Self.pods.replacing("web-0", with: "web-1")
        try cluster.apply(twin)
        let name = "10-244-1-10.prod.pod.cluster.local"
        cluster.state.apply([.deleted(.init(kind: .pod, namespace: "prod", name: "web-0"))])
        #expect(try cluster.answer(name) == ["10.244.1.10"])
        cluster.state.apply([.deleted(.init(kind: .pod, namespace: "prod", name: "web-1"))])
        #expect(try cluster.answer(name) == ["NXDOMAIN"])
    }
}
