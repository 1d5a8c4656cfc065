import SchedulingModel
import Testing

@Suite struct PodInfoTests {
    static func requests(_ cpu: String) -> String { "resources: {requests: {cpu: \(cpu)}}" }

    @Test(arguments: [
        ("{containers: [{name: a}]}", 0, 100),
        ("{containers: [{name: a, \(requests("250m"))}, {name: b}]}", 250, 350),
        // The largest init container counts when it asks for more than all containers.
        (
            "{containers: [{name: a, \(requests("1"))}], "
                + "initContainers: [{name: i, \(requests("3"))}]}", 3000, 3000
        ),
        // Sidecars run beside later init containers and beside the containers.
        (
            "{containers: [{name: a, \(requests("1"))}], initContainers: ["
                + "{name: s, restartPolicy: Always, \(requests("500m"))}, "
                + "{name: i, \(requests("2"))}]}", 2500, 2500
        ),
        ("{containers: [{name: a, \(requests("1"))}], overhead: {cpu: 250m}}", 1250, 1250),
        // What the whole pod asks for stands in place of its containers' sum.
        (
            "{containers: [{name: a, \(requests("1"))}], \(requests("4"))}", 4000, 4000
        ),
    ])
    func `a pod asks for its containers' sum, or for what starting it takes`(
        spec: String, milliCPU: Int, scored: Int
    ) throws {
        let pod = try Written.pod("p", spec)
        #expect(pod.requests.milliCPU == milliCPU)
        #expect(pod.scoredRequests.milliCPU == scored)
    }

    @Test func `images without a tag are those tagged latest`() throws {
        let pod = try Written.pod(
            "p", "{containers: [{image: 'a.io:5000/b'}, {image: b:v1}, {image: 'c@sha256:0'}]}")
        #expect(pod.images == ["a.io:5000/b:latest", "b:v1", "c@sha256:0"])
    }

    @Test(arguments: [
        ("{hostPort: 80}", "{hostPort: 80}", true),
        ("{hostPort: 80}", "{hostPort: 81}", false),
        ("{hostPort: 80}", "{hostPort: 80, protocol: UDP}", false),
        ("{hostPort: 80, hostIP: 10.0.0.1}", "{hostPort: 80}", true),
        ("{hostPort: 80, hostIP: 10.0.0.1}", "{hostPort: 80, hostIP: 10.0.0.2}", false),
    ])
    func `host ports conflict by number, protocol and address`(
        a: String, b: String, isConflict: Bool
    ) throws {
        let ports = try [a, b].map {
            try #require(Written.pod("p", "{containers: [{ports: [\($0)]}]}").hostPorts.first)
        }
        #expect(ports[0].conflicts(with: ports[1]) == isConflict)
        #expect(ports[1].conflicts(with: ports[0]) == isConflict)
    }

    @Test(arguments: [
        ("{operator: Exists}", true),
        ("{key: k, operator: Exists}", true),
        ("{key: k, value: v}", true),
        ("{key: k, value: w}", false),
        ("{key: k, operator: Exists, effect: NoExecute}", false),
        ("{key: other, operator: Exists}", false),
    ])
    func `a toleration covers taints of its key, value and effect`(
        toleration: String, isCovered: Bool
    ) throws {
        let pod = try Written.pod("p", "{tolerations: [\(toleration)]}")
        let taint = Taint(key: "k", value: "v", effect: "NoSchedule")
        #expect(pod.tolerations.first?.covers(taint) == isCovered)
    }

    @Test func `names that node terms allow are joined, unless a term allows any`() throws {
        func demand(_ terms: String) throws -> NodeDemand {
            try Written.pod(
                "p",
                "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                    + "{nodeSelectorTerms: [\(terms)]}}}}"
            ).nodeDemand
        }
        let a = "{matchFields: [{key: metadata.name, operator: In, values: [a]}]}"
        let b = "{matchFields: [{key: metadata.name, operator: In, values: [b]}]}"
        let any = "{matchExpressions: [{key: x, operator: Exists}]}"
        #expect(try demand("\(a), \(b)").onlyNames == ["a", "b"])
        #expect(try demand("\(a), \(any)").onlyNames == nil)
        #expect(try demand("{}").matches(Written.node("a")) == false)
    }
}
