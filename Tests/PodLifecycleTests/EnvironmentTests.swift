import ContainerRuntime
import JSON
import PodLifecycle
import Testing

@Suite struct EnvironmentTests {
    @Test(arguments: [
        ("$(A)", "1"), ("$(A)-$(B)", "1-$(B)"), ("$$(A)", "$(A)"), ("a$", "a$"), ("$A", "$A"),
        ("$(A", "$(A"), ("", ""), ("$$$(A)", "$1"),
    ])
    func `variables in texts are put in`(text: String, expected: String) {
        #expect(VariableExpansion.expand(text, ["A": "1"]) == expected)
    }

    @Test func `Services are told as Docker's links were`() throws {
        let document = try JSONDocument(
            parsing: Array(
                """
                {"metadata":{"namespace":"default","name":"my-db"},"spec":{"clusterIP":"10.96.0.9",
                "ports":[{"name":"sql","port":5432,"protocol":"TCP"}]}}
                """.utf8))
        let variables = ServiceVariables.variables(
            [ServiceView(document.root)], namespace: "default", hasLinks: true)
        #expect(
            variables.map { "\($0.name)=\($0.value)" } == [
                "MY_DB_SERVICE_HOST=10.96.0.9", "MY_DB_SERVICE_PORT=5432",
                "MY_DB_SERVICE_PORT_SQL=5432", "MY_DB_PORT=tcp://10.96.0.9:5432",
                "MY_DB_PORT_5432_TCP=tcp://10.96.0.9:5432", "MY_DB_PORT_5432_TCP_PROTO=tcp",
                "MY_DB_PORT_5432_TCP_PORT=5432", "MY_DB_PORT_5432_TCP_ADDR=10.96.0.9",
            ])
        let others = ServiceVariables.variables(
            [ServiceView(document.root)], namespace: "default", hasLinks: false)
        #expect(others.isEmpty)
    }

    private func variables(
        _ environment: String, _ objects: ContainerEnvironment.Objects = .init()
    ) throws -> [String] {
        let pod = try Pods.manifest(
            """
            nodeName: n1
            containers:
            - name: a
              image: host
              resources: {limits: {cpu: 1500m, memory: 64Mi}}
            """ + "\n  " + environment)
        let fields = DownwardFields(
            pod, podAddresses: ["10.1.0.2", "fd00::2"], hostAddresses: ["10.0.0.1"])
        return try ContainerEnvironment(fields: fields, objects: objects, namespace: "default")
            .variables(of: pod.containers[0], services: [("S_PORT", "80")])
            .map { "\($0.name)=\($0.value)" }
    }

    @Test func `all sources of a variable give their values`() throws {
        let found = try variables(
            """
            env:
              - {name: A, value: "x-$(S_PORT)"}
              - {name: IPS, valueFrom: {fieldRef: {fieldPath: status.podIPs}}}
              - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
              - {name: MEM, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
              - {name: M, valueFrom: {configMapKeyRef: {name: c, key: k}}}
              - {name: N, valueFrom: {secretKeyRef: {name: none, key: k, optional: true}}}
              - {name: B, value: "$(A)/$(M)"}
            """.replacing("\n", with: "\n  "), .init(configMaps: ["c": ["k": "v"]]))
        #expect(
            found == [
                "S_PORT=80", "A=x-80", "IPS=10.1.0.2,fd00::2", "CPU=2", "MEM=64", "M=v",
                "B=x-80/v",
            ])
    }

    @Test func `what is missing says so`() throws {
        #expect(throws: DownwardFields.Failure("configmap \"c\" not found")) {
            try variables("env: [{name: M, valueFrom: {configMapKeyRef: {name: c, key: k}}}]")
        }
        #expect(throws: DownwardFields.Failure("couldn't find key k in ConfigMap default/c")) {
            try variables(
                "env: [{name: M, valueFrom: {configMapKeyRef: {name: c, key: k}}}]",
                .init(configMaps: ["c": [:]]))
        }
        #expect(throws: DownwardFields.Failure("secret \"s\" not found")) {
            try variables("envFrom: [{secretRef: {name: s}}]")
        }
    }

    @Test(arguments: [
        ("ClusterFirst", false, ["10.96.0.10"], "ndots:5"),
        ("ClusterFirst", true, ["192.0.2.1"], ""),
        ("ClusterFirstWithHostNet", true, ["10.96.0.10"], "ndots:5"),
        ("Default", false, ["192.0.2.1"], ""), ("None", false, [], ""),
    ])
    func `the resolver follows the policy`(
        policy: String, isHostNetwork: Bool, servers: [String], options: String
    ) {
        let plan = ResolverPlan(
            clusterServers: ["10.96.0.10"], clusterDomain: "cluster.local",
            node: ResolverFile(parsing: "# x\nnameserver 192.0.2.1\nsearch example.org\n"))
        let file = plan.file(
            ResolverRequest(policy: policy), namespace: "web", isHostNetwork: isHostNetwork)
        #expect(file.servers == servers)
        #expect(file.options.joined() == options)
        if !options.isEmpty {
            #expect(
                file.searches == [
                    "web.svc.cluster.local", "svc.cluster.local", "cluster.local", "example.org",
                ])
        }
    }

    @Test func `a pod's own words on its resolver come on top`() {
        let plan = ResolverPlan(
            clusterServers: ["10.96.0.10"], clusterDomain: "cluster.local", node: ResolverFile())
        let request = ResolverRequest(
            policy: "ClusterFirst", servers: ["1.1.1.1"], searches: ["a.example"],
            options: ["ndots:2", "edns0"])
        let file = plan.file(request, namespace: "web", isHostNetwork: false)
        #expect(file.servers == ["10.96.0.10", "1.1.1.1"])
        #expect(file.searches.last == "a.example")
        #expect(file.options == ["ndots:2", "edns0"])
    }
}
