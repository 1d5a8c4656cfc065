import KubernetesAPI
import Testing

@Suite struct EndpointSliceDecodingTests {
    static let full = """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: web-x
          labels: {kubernetes.io/service-name: web}
          ownerReferences:
          - {apiVersion: v1, kind: Service, name: web, uid: u, controller: true}
        addressType: IPv4
        endpoints:
        - addresses: [10.244.0.5]
          conditions: {ready: true, serving: true, terminating: false}
          hostname: a
          nodeName: node-with-a-long-name
          zone: z
          hints: {forZones: [{name: z}], forNodes: [{name: node-with-a-long-name}]}
          targetRef: {kind: Pod, namespace: default, name: web-1, uid: "1"}
        - addresses: [10.244.0.6]
          conditions: {}
          nodeName: node-with-a-long-name
        - addresses: [10.244.0.7]
          nodeName: other
        ports:
        - {name: http, port: 8080, appProtocol: http}
        - {port: null, protocol: UDP}
        """

    private func slice(_ text: String) throws -> EndpointSlice {
        guard case .endpointSlice(let slice) = try decodeOne(text) else {
            throw DecodeError(file: "", line: 0, reason: "no EndpointSlice")
        }
        return slice
    }

    @Test func `every field is read`() throws {
        let slice = try slice(Self.full)
        #expect(slice.serviceName == "web")
        #expect(slice.addressType == .ipv4)
        #expect(slice.metadata.ownerReferences.first?.controller == true)
        #expect(
            slice.endpoints[0]
                == Endpoint(
                    addresses: ["10.244.0.5"],
                    conditions: EndpointConditions(ready: true, serving: true, terminating: false),
                    hostname: "a", nodeName: "node-with-a-long-name", zone: "z",
                    hints: EndpointHints(forZones: ["z"], forNodes: ["node-with-a-long-name"]),
                    targetRef: ObjectReference(
                        kind: "Pod", namespace: "default", name: "web-1", uid: "1")))
        #expect(
            slice.endpoints.map(\.nodeName)
                == ["node-with-a-long-name", "node-with-a-long-name", "other"])
        #expect(
            slice.ports == [
                EndpointPort(name: "http", port: 8080, appProtocol: "http"),
                EndpointPort(protocol: .udp, port: nil),
            ])
    }

    @Test func `absent conditions stay absent and mean ready`() throws {
        let slice = try slice(Self.full)
        for endpoint in slice.endpoints[1...] {
            #expect(endpoint.conditions == EndpointConditions())
            #expect(endpoint.conditions.isReady)
            #expect(endpoint.conditions.isServing)
            #expect(!endpoint.conditions.isTerminating)
        }
        #expect(!EndpointConditions(ready: false).isServing)
        #expect(EndpointConditions(ready: false, serving: true).isServing)
    }

    @Test(arguments: [
        (
            "addressType: IPv5", "addressType",
            #"expected one of "IPv4", "IPv6", "FQDN", found "IPv5""#
        ),
        ("endpoints: []", "addressType", #"expected a value, found no "addressType""#),
        (
            "{addressType: IPv4, endpoints: [{}]}", "endpoints[0].addresses",
            #"expected a value, found no "addresses""#
        ),
        (
            "{addressType: IPv4, endpoints: [{addresses: [1]}]}", "endpoints[0].addresses[0]",
            "expected a string, found 1"
        ),
        (
            "{addressType: IPv4, ports: [{port: 0}]}", "ports[0].port",
            "expected an integer from 1 to 65535, found 0"
        ),
        (
            "{addressType: IPv4, endpoints: [{addresses: [a], conditions: {ready: 1}}]}",
            "endpoints[0].conditions.ready", "expected true or false, found 1"
        ),
    ])
    func `a wrong field is named`(rest: String, field: String, reason: String) {
        let head = "apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}"
        let body = rest.hasPrefix("{") ? String(rest.dropFirst().dropLast()) : rest
        #expect(
            decodeFault("{\(head), \(body)}")
                == "f.yaml:1: EndpointSlice default/s: \(field): \(reason)")
    }

    @Test func `what is written is read back`() throws {
        let slice = try slice(Self.full)
        #expect(try decodeOne(slice.json.description) == .endpointSlice(slice))
    }
}
