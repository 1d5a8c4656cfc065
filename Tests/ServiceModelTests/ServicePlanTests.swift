import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

@Suite struct ServicePlanTests {
    func frontends(_ text: String, _ family: AddressFamily = .ipv4) throws -> [String] {
        try catalog(text).plans(of: web, family: family)
            .flatMap(\.frontends).map { "\($0.kind) \($0.target)" }
    }

    @Test func `each family has its own addresses`() throws {
        let text = service("clusterIPs: [10.96.0.1, 'fd00::1']\nports: [{port: 80}]")
        #expect(try frontends(text) == ["clusterIP 10.96.0.1:80/tcp"])
        #expect(try frontends(text, .ipv6) == ["clusterIP [fd00::1]:80/tcp"])
    }

    @Test func `node ports, external addresses and ingress addresses are frontends`() throws {
        let text = """
            kind: Service
            apiVersion: v1
            metadata: {name: web, namespace: default}
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.1
              externalIPs: [203.0.113.1, 'fd00::9', 203.0.113.2]
              ports: [{port: 53, protocol: UDP, nodePort: 30053}]
            status:
              loadBalancer:
                ingress: [{ip: 203.0.113.2}, {ip: 203.0.113.3}, {ip: 203.0.113.4, ipMode: Proxy}]
            """
        #expect(
            try frontends(text) == [
                "clusterIP 10.96.0.1:53/udp", "externalIP 203.0.113.1:53/udp",
                "externalIP 203.0.113.2:53/udp", "loadBalancer 203.0.113.3:53/udp",
                "nodePort node:30053/udp",
            ])
    }

    @Test(arguments: [
        "clusterIP: None\nports: [{port: 80}]",
        "type: ExternalName\nexternalName: example.org\nports: [{port: 80}]",
        "ports: [{port: 80}]",
    ])
    func `a Service without an address is not programmed`(spec: String) throws {
        #expect(try frontends(service(spec)) == [])
    }

    @Test func `the proxy-name label chooses the proxy`() throws {
        let text = service(
            "clusterIP: 10.96.0.1\nports: [{port: 80}]",
            labels: "{service.kubernetes.io/service-proxy-name: other}")
        #expect(try catalog(text).plans(of: web, family: .ipv4) == [])
        #expect(try catalog(text, proxyName: "other").plans(of: web, family: .ipv4).count == 1)
    }

    @Test func `affinity carries its timeout`() throws {
        let spec = "clusterIP: 10.96.0.1\nsessionAffinity: ClientIP\nports: [{port: 80}]"
        func timeout(_ spec: String) throws -> Int? {
            try #require(try catalog(service(spec)).plans(of: web, family: .ipv4).first)
                .affinityTimeoutSeconds
        }
        #expect(try timeout(spec) == 10800)
        let short = spec + "\nsessionAffinityConfig: {clientIP: {timeoutSeconds: 30}}"
        #expect(try timeout(short) == 30)
        #expect(try timeout("clusterIP: 10.96.0.1\nports: [{port: 80}]") == nil)
    }

    @Test func `SCTP is planned like TCP`() throws {
        let text =
            service("clusterIP: 10.96.0.1\nports: [{port: 9, protocol: SCTP}]")
            + slice("[{addresses: [10.0.0.1]}]", ports: "[{port: 99, protocol: SCTP}]")
        #expect(try frontends(text) == ["clusterIP 10.96.0.1:9/sctp"])
        #expect(try endpoints(catalog(text)) == ["10.0.0.1:99"])
    }
}
