import KubernetesAPI
import Testing

@Suite struct PodDecodingTests {
    static let full = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-1, namespace: shop, labels: {app: web}}
        spec:
          nodeName: node-a
          hostname: web-1
          subdomain: web
          hostNetwork: false
          dnsPolicy: None
          dnsConfig:
            nameservers: [10.96.0.10]
            searches: [shop.svc.cluster.local]
            options: [{name: ndots, value: "2"}, {name: edns0}]
          nodeSelector: {zone: a}
          restartPolicy: Never
          terminationGracePeriodSeconds: 5
          initContainers:
          - {name: side, restartPolicy: Always, ports: [{containerPort: 9000}]}
          containers:
          - name: main
            image: example.com/web:1
            command: [serve]
            args: ["--port", "8080"]
            workingDir: /srv
            env:
            - {name: A, value: "1"}
            - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            ports:
            - {name: http, containerPort: 8080, hostPort: 80, hostIP: 192.0.2.1}
            - {name: dns, containerPort: 53, protocol: UDP}
            resources: {limits: {cpu: 1}}
        status:
          phase: Running
          hostIP: 192.168.0.1
          podIPs: [{ip: 10.244.0.5}, {ip: "fd00::5"}]
          conditions: [{type: Ready, status: "True"}]
        """

    private func pod(_ text: String) throws -> Pod {
        guard case .pod(let pod) = try decodeOne(text) else {
            throw DecodeError(file: "", line: 0, reason: "no Pod")
        }
        return pod
    }

    @Test func `every field is read`() throws {
        let pod = try pod(Self.full)
        #expect(pod.key.description == "Pod shop/web-1")
        #expect(pod.spec.nodeName == "node-a")
        #expect(pod.spec.dnsPolicy == .none)
        #expect(
            pod.spec.dnsConfig
                == PodDNSConfig(
                    nameservers: ["10.96.0.10"], searches: ["shop.svc.cluster.local"],
                    options: [.init(name: "ndots", value: "2"), .init(name: "edns0")]))
        #expect(pod.spec.nodeSelector == ["zone": "a"])
        #expect(pod.spec.restartPolicy == .never)
        #expect(pod.spec.terminationGracePeriodSeconds == 5)
        #expect(pod.spec.initContainers.first?.restartPolicy == .always)
        let main = try #require(pod.spec.containers.first)
        #expect(main.command + main.args == ["serve", "--port", "8080"])
        #expect(main.workingDir == "/srv")
        #expect(
            main.env == [
                EnvironmentVariable(name: "A", value: "1"),
                EnvironmentVariable(name: "IP", fieldPath: "status.podIP"),
            ])
        #expect(
            main.ports == [
                ContainerPort(
                    name: "http", containerPort: 8080, hostPort: 80, hostIP: "192.0.2.1"),
                ContainerPort(name: "dns", containerPort: 53, protocol: .udp),
            ])
        #expect(pod.status.phase == .running)
        #expect(pod.status.podIPs == ["10.244.0.5", "fd00::5"])
        #expect(pod.status.isReady)
    }

    @Test func `defaults are the API server's`() throws {
        let pod = try pod(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {containers: [{name: c}]}
            status: {podIP: 10.0.0.1}
            """)
        #expect(pod.spec.dnsPolicy == .clusterFirst)
        #expect(pod.spec.restartPolicy == .always)
        #expect(pod.spec.terminationGracePeriodSeconds == 30)
        #expect(pod.status.phase == .pending)
        #expect(pod.status.podIPs == ["10.0.0.1"])
        #expect(!pod.status.isReady)
    }

    @Test(arguments: [
        ("spec: {containers: []}", "spec.containers", #"expected a value, found no "containers""#),
        (
            "spec: {containers: [{image: x}]}", "spec.containers[0].name",
            #"expected a value, found no "name""#
        ),
        (
            "spec: {containers: [{name: c, args: [1]}]}", "spec.containers[0].args[0]",
            "expected a string, found 1"
        ),
        (
            "spec: {containers: [{name: c, env: [{name: A, value: 1}]}]}",
            "spec.containers[0].env[0].value", "expected a string, found 1"
        ),
        ("{}", "spec", #"expected a value, found no "spec""#),
    ])
    func `a wrong field is named`(rest: String, field: String, reason: String) {
        let rest = rest == "{}" ? "" : ", \(rest)"
        #expect(
            decodeFault("{apiVersion: v1, kind: Pod, metadata: {name: p}\(rest)}")
                == "f.yaml:1: Pod default/p: \(field): \(reason)")
    }

    @Test func `what is written is read back`() throws {
        let pod = try pod(Self.full)
        #expect(try decodeOne(pod.json.description) == .pod(pod))
    }
}
