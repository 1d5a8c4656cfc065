import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import ResourceQuotaController
import Testing

@Suite struct ResourceQuotaControllerTests {
    private func start(_ hard: String) async throws -> TestCluster {
        let test = try await TestCluster.start()
        test.run(ResourceQuotaController(test.context()))
        try await test.create(
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: q}
            spec: {hard: {\(hard)}}
            """)
        try await test.eventually("the quota is counted") {
            try await quota(test)["status", "used"] != nil
        }
        return test
    }

    private func quota(_ test: TestCluster) async throws -> APIObject {
        try await test.cluster.get(.resourceQuotas, namespace: "default", name: "q")
    }

    private func configMap(_ name: String) -> APIObject {
        var object = APIObject(["apiVersion": "v1", "kind": "ConfigMap"])
        object.name = name
        return object
    }

    @Test func `what is there counts, and what goes is given back`() async throws {
        let test = try await start("configmaps: '4', count/deployments.apps: '2'")
        func used() async throws -> String? {
            try await quota(test)["status", "used", "configmaps"]?.string
        }
        let before = try await test.list(.configMaps, "default").count
        try await test.eventually("what was there counts") { try await used() == "\(before)" }
        try await test.create(configMap("a"))
        #expect(try await used() == "\(before + 1)")
        try await test.cluster.delete(.configMaps, namespace: "default", name: "a")
        try await test.eventually("it is given back") { try await used() == "\(before)" }
    }

    @Test func `of many made at once as many come through as the quota allows`() async throws {
        let test = try await start("count/secrets: '5'")
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    var secret = APIObject(["apiVersion": "v1", "kind": "Secret"])
                    secret.name = "s\(number)"
                    return (try? await test.create(secret)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 5)
        #expect(try await quota(test)["status", "used", "count/secrets"] == "5")
    }

    @Test func `the refusal says by how much`() async throws {
        let test = try await start("count/secrets: '0'")
        var secret = APIObject(["apiVersion": "v1", "kind": "Secret"])
        secret.name = "s"
        do {
            try await test.create(secret)
            Issue.record("the secret was created")
        } catch let status as APIStatus {
            #expect(status.code == 403)
            #expect(
                status.message
                    == "secrets \"s\" is forbidden: exceeded quota: q, requested: "
                    + "count/secrets=1, used: count/secrets=0, limited: count/secrets=0")
        }
    }

    @Test func `containers get what the limit range says, and no more`() async throws {
        let test = try await TestCluster.start()
        try await test.create(
            """
            apiVersion: v1
            kind: LimitRange
            metadata: {name: l}
            spec:
              limits:
              - {type: Container, max: {cpu: 1}, default: {cpu: 500m},
                 defaultRequest: {cpu: 100m}}
            """)
        let pod = try await test.create(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {containers: [{name: c, image: i}]}
            """)
        let resources = pod[0]["spec", "containers"]?.array?.first?["resources"]
        #expect(resources == ["limits": ["cpu": "500m"], "requests": ["cpu": "100m"]])
        #expect(
            pod[0].annotations["kubernetes.io/limit-ranger"]
                == "LimitRanger plugin set: cpu request for container c; "
                + "cpu limit for container c")
        do {
            try await test.create(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: large}
                spec:
                  containers: [{name: c, image: i, resources: {limits: {cpu: 2}}}]
                """)
            Issue.record("the pod was created")
        } catch let status as APIStatus {
            #expect(
                status.message
                    == "pods \"large\" is forbidden: maximum cpu usage per Container is 1, "
                    + "but limit is 2")
        }
    }
}
