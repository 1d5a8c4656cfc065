import JSON
import KubernetesAPI
import Testing

@Suite struct ServiceDecodingTests {
    private func service(_ text: String) throws -> Service {
        guard case .service(let service) = try decodeOne(text) else {
            throw DecodeError(file: "", line: 0, reason: "no Service")
        }
        return service
    }

    @Test func `what is left out gets the API server's defaults`() throws {
        let service = try service(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              clusterIP: 10.96.0.1
              ports: [{port: 80}]
            """)
        #expect(service.key == ObjectKey(kind: .service, namespace: "default", name: "web"))
        #expect(service.key.description == "Service default/web")
        #expect(service.spec.type == .clusterIP)
        #expect(service.spec.clusterIPs == ["10.96.0.1"])
        #expect(service.spec.ports == [ServicePort(port: 80)])
        #expect(service.spec.ports.first?.protocol == .tcp)
        #expect(service.spec.ports.first?.name == "")
        #expect(service.spec.ports.first?.targetPort == .number(80))
        #expect(service.spec.ports.first?.nodePort == nil)
        #expect(service.spec.sessionAffinity == .none)
        #expect(service.spec.sessionAffinityTimeoutSeconds == 10800)
        #expect(service.spec.internalTrafficPolicy == .cluster)
        #expect(service.spec.externalTrafficPolicy == .cluster)
        #expect(!service.spec.publishNotReadyAddresses)
        #expect(service.spec.ipFamilies.isEmpty)
        #expect(service.status.ingress.isEmpty)
        #expect(!service.isHeadless)
    }

    static let full = """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          namespace: shop
          uid: 6a7f
          resourceVersion: "12"
          labels: {app: web, empty: ~}
          annotations: {note: "x y"}
          creationTimestamp: 2026-01-02T03:04:05Z
          deletionTimestamp: "2026-01-02T03:05:05Z"
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.9
          clusterIPs: [10.96.0.9, "fd00:96::9"]
          ipFamilies: [IPv4, IPv6]
          ipFamilyPolicy: RequireDualStack
          selector: {app: web}
          ports:
          - {name: http, port: 80, targetPort: web, nodePort: 30080, appProtocol: http}
          - {name: dns, port: 53, protocol: UDP, targetPort: 5353}
          - {name: dns-tcp, port: 53, targetPort: 0}
          sessionAffinity: ClientIP
          sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
          externalIPs: [192.0.2.1]
          loadBalancerIP: 192.0.2.9
          loadBalancerSourceRanges: [" 198.51.100.0/24"]
          externalTrafficPolicy: Local
          internalTrafficPolicy: Local
          healthCheckNodePort: 31000
          publishNotReadyAddresses: true
          trafficDistribution: PreferSameZone
          allocateLoadBalancerNodePorts: true
        status:
          loadBalancer:
            ingress:
            - {ip: 203.0.113.1, ipMode: Proxy}
            - {hostname: lb.example, ports: [{port: 80, protocol: TCP}]}
        """

    @Test func `every field is read`() throws {
        let service = try service(Self.full)
        let spec = service.spec
        #expect(service.metadata.namespace == "shop")
        #expect(service.metadata.labels == ["app": "web", "empty": ""])
        #expect(service.metadata.creationTimestamp == "2026-01-02T03:04:05Z")
        #expect(service.metadata.deletionTimestamp == "2026-01-02T03:05:05Z")
        #expect(service.metadata.resourceVersion == "12")
        #expect(spec.type == .loadBalancer)
        #expect(spec.clusterIPs == ["10.96.0.9", "fd00:96::9"])
        #expect(spec.ipFamilies == [.ipv4, .ipv6])
        #expect(spec.ipFamilyPolicy == .requireDualStack)
        #expect(spec.ports.map(\.targetPort) == [.name("web"), .number(5353), .number(53)])
        #expect(spec.ports.map(\.nodePort) == [30080, nil, nil])
        #expect(spec.ports.map(\.protocol) == [.tcp, .udp, .tcp])
        #expect(spec.ports.first?.appProtocol == "http")
        #expect(spec.sessionAffinity == .clientIP)
        #expect(spec.sessionAffinityTimeoutSeconds == 60)
        #expect(spec.externalIPs == ["192.0.2.1"])
        #expect(spec.loadBalancerIP == "192.0.2.9")
        #expect(spec.loadBalancerSourceRanges == [" 198.51.100.0/24"])
        #expect(spec.externalTrafficPolicy == .local)
        #expect(spec.internalTrafficPolicy == .local)
        #expect(spec.healthCheckNodePort == 31000)
        #expect(spec.publishNotReadyAddresses)
        #expect(spec.trafficDistribution == "PreferSameZone")
        #expect(
            service.status.ingress == [
                LoadBalancerIngress(ip: "203.0.113.1", ipMode: .proxy),
                LoadBalancerIngress(hostname: "lb.example"),
            ])
    }

    @Test func `a headless Service and an external name need no ports`() throws {
        let headless = try service(
            "{apiVersion: v1, kind: Service, metadata: {name: h}, spec: {clusterIP: None}}")
        #expect(headless.isHeadless)
        #expect(headless.spec.clusterIPs == ["None"])
        let external = try service(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: x}
            spec: {type: ExternalName, externalName: example.org}
            """)
        #expect(external.spec.externalName == "example.org")
    }

    @Test(arguments: [
        (
            "ports: [{port: http}]", "spec.ports[0].port",
            #"expected an integer from 1 to 65535, found "http""#
        ),
        (
            "ports: [{port: 65536}]", "spec.ports[0].port",
            "expected an integer from 1 to 65535, found 65536"
        ),
        (
            "ports: [{port: 0}]", "spec.ports[0].port",
            "expected an integer from 1 to 65535, found 0"
        ),
        (
            "ports: [{port: \"80\"}]", "spec.ports[0].port",
            #"expected an integer from 1 to 65535, found "80""#
        ),
        ("ports: [{name: a}]", "spec.ports[0].port", #"expected a value, found no "port""#),
        ("ports: []", "spec.ports", #"expected a value, found no "ports""#),
        ("ports: {port: 80}", "spec.ports", "expected a list, found an object"),
        ("ports: [80]", "spec.ports[0]", "expected an object, found 80"),
        (
            "ports: [{port: 80, protocol: tcp}]", "spec.ports[0].protocol",
            #"expected one of "TCP", "UDP", "SCTP", found "tcp""#
        ),
        (
            "ports: [{port: 80, targetPort: -1}]", "spec.ports[0].targetPort",
            "expected a port's name, or an integer from 1 to 65535, found -1"
        ),
        (
            "ports: [{port: 80, nodePort: 70000}]", "spec.ports[0].nodePort",
            "expected an integer from 1 to 65535, found 70000"
        ),
        (
            "ports: [{name: a, port: 80}, {name: b, port: 80}]", "spec.ports[1].port",
            "expected each port of a protocol once (TCP), found 80"
        ),
        (
            "ports: [{name: a, port: 80}, {port: 81}]", "spec.ports[1].name",
            #"expected a value, found no "name""#
        ),
        (
            "ports: [{name: a, port: 80}, {name: a, port: 81}]", "spec.ports[1].name",
            #"expected each port's name once, found "a""#
        ),
        (
            "type: clusterip", "spec.type",
            #"expected one of "ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "#
                + #"found "clusterip""#
        ),
        ("type: ExternalName", "spec.externalName", #"expected a value, found no "externalName""#),
        ("selector: [a]", "spec.selector", "expected an object, found a list"),
        ("selector: {a: 1}", "spec.selector.a", "expected a string, found 1"),
        ("selector: {a.b/c: yes}", "spec.selector[\"a.b/c\"]", "expected a string, found true"),
        (
            "clusterIPs: 10.0.0.1", "spec.clusterIPs",
            #"expected a list of strings, found "10.0.0.1""#
        ),
        (
            "{clusterIP: a, clusterIPs: [b]}", "spec.clusterIPs[0]",
            #"expected the same as clusterIP, "a", found "b""#
        ),
        (
            "sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}",
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
            "expected an integer from 1 to 86400, found 0"
        ),
        (
            "publishNotReadyAddresses: \"true\"", "spec.publishNotReadyAddresses",
            #"expected true or false, found "true""#
        ),
        (
            "ipFamilies: [ipv4]", "spec.ipFamilies[0]",
            #"expected one of "IPv4", "IPv6", found "ipv4""#
        ),
    ])
    func `a wrong field is named`(spec: String, field: String, reason: String) {
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  \(spec)\n"
        #expect(decodeFault(text) == "f.yaml:5: Service default/web: \(field): \(reason)")
    }

    @Test func `what is written is read back`() throws {
        let service = try service(Self.full)
        let text = String(decoding: service.json.serialized(pretty: true), as: UTF8.self)
        #expect(try decodeOne(text) == .service(service))
    }
}
