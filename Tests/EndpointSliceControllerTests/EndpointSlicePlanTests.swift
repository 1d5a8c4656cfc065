import EndpointSliceController
import KubernetesAPI
import Testing

@Suite struct EndpointSlicePlanTests {
    private func plan(
        _ service: Service, _ pods: [Pod], _ nodes: [Node] = [], existing: [EndpointSlice] = []
    ) -> [EndpointSlice] {
        EndpointSlicePlan.slices(for: service, pods: pods, nodes: nodes, existing: existing)
    }

    @Test func `a slice carries its Service's labels, owner and namespace`() throws {
        var service = Cluster.service()
        service.metadata.labels = ["team": "a"]
        let slices = plan(service, [Cluster.pod("a", ["10.9.0.1"])])
        let slice = try #require(slices.first)
        #expect(slices.count == 1)
        #expect(
            slice.metadata.labels == [
                "team": "a", "kubernetes.io/service-name": "web",
                "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
            ])
        #expect(
            slice.metadata.ownerReferences == [
                OwnerReference(
                    apiVersion: "v1", kind: "Service", name: "web", uid: "uid-web",
                    controller: true,
                    blockOwnerDeletion: true)
            ])
        #expect(slice.key.description == "EndpointSlice default/web-ipv4-0")
        #expect(slice.ports == [EndpointPort(name: "", port: 80)])
        #expect(
            slice.endpoints == [
                Endpoint(
                    addresses: ["10.9.0.1"],
                    conditions: EndpointConditions(ready: true, serving: true, terminating: false),
                    nodeName: "n1",
                    targetRef: ObjectReference(
                        kind: "Pod", namespace: "default", name: "a", uid: "uid-a"))
            ])
    }

    @Test func `only running pods of the namespace with labels and an address count`() {
        let slices = plan(
            Cluster.service(),
            [
                Cluster.pod("a", ["10.9.0.1"]),
                Cluster.pod("b", ["10.9.0.2"], ready: false),
                Cluster.pod("c", [], ready: false, phase: .pending),
                Cluster.pod("d", ["10.9.0.4"], phase: .succeeded),
                Cluster.pod("e", ["10.9.0.5"], phase: .failed),
                Cluster.pod("f", ["10.9.0.6"], labels: ["app": "other"]),
                Cluster.pod("g", ["10.9.0.7"], namespace: "elsewhere"),
            ])
        #expect(slices.map(\.states) == [["a": "rs-", "b": "---"]])
    }

    @Test func `terminating pods serve but are not ready`() {
        let pods = [
            Cluster.pod("a", ["10.9.0.1"]), Cluster.pod("b", ["10.9.0.2"], deleted: true),
            Cluster.pod("c", ["10.9.0.3"], ready: false, deleted: true),
        ]
        #expect(
            plan(Cluster.service(), pods).map(\.states)
                == [["a": "rs-", "b": "-st", "c": "--t"]])
        var service = Cluster.service()
        service.spec.publishNotReadyAddresses = true
        #expect(plan(service, pods).map(\.states) == [["a": "rs-", "b": "rst", "c": "r-t"]])
    }

    @Test func `pods are grouped by what their named ports resolve to`() {
        func http(_ port: UInt16, _ proto: PortProtocol = .tcp) -> [ContainerPort] {
            [ContainerPort(name: "http", containerPort: port, protocol: proto)]
        }
        let service = Cluster.service([
            ServicePort(name: "http", port: 80, targetPort: .name("http")),
            ServicePort(name: "metrics", port: 9090),
            ServicePort(
                name: "dns", protocol: .udp, port: 53, targetPort: .number(5353),
                appProtocol: "example.com/dns"),
        ])
        let slices = plan(
            service,
            [
                Cluster.pod("a", ["10.9.0.1"], ports: http(8080)),
                Cluster.pod("b", ["10.9.0.2"], ports: http(8081)),
                Cluster.pod("c", ["10.9.0.3"], ports: http(8080)),
                Cluster.pod("d", ["10.9.0.4"]),
                Cluster.pod("e", ["10.9.0.5"], ports: http(8080, .udp)),
            ])
        let dns = EndpointPort(
            name: "dns", protocol: .udp, port: 5353, appProtocol: "example.com/dns")
        let metrics = EndpointPort(name: "metrics", port: 9090)
        #expect(
            Dictionary(uniqueKeysWithValues: slices.map { ($0.ports, $0.podNames) }) == [
                [dns, EndpointPort(name: "http", port: 8080), metrics]: ["a", "c"],
                [dns, EndpointPort(name: "http", port: 8081), metrics]: ["b"],
                [dns, metrics]: ["d", "e"],
            ])
        #expect(Set(slices.map(\.metadata.name)).count == 3)
    }

    @Test func `an initialising container's port counts when it goes on running`() {
        let service = Cluster.service([ServicePort(port: 80, targetPort: .name("http"))])
        var pod = Cluster.pod("a", ["10.9.0.1"])
        var side = Container(name: "side")
        side.ports = [ContainerPort(name: "http", containerPort: 8080)]
        pod.spec.initContainers = [side]
        #expect(plan(service, [pod]).map(\.ports) == [[]])
        pod.spec.initContainers[0].restartPolicy = .always
        #expect(plan(service, [pod]).map(\.ports) == [[EndpointPort(port: 8080)]])
    }

    @Test func `without pods one empty slice says so`() {
        let slices = plan(Cluster.service(), [])
        #expect(slices.map(\.endpoints.count) == [0])
        #expect(slices.map(\.ports) == [[]])
        #expect(slices.map(\.addressType) == [.ipv4])
        #expect(plan(Cluster.service(), [], existing: slices) == slices)
    }

    @Test func `a headless Service is labelled and needs no ports`() {
        let service = Cluster.service([], clusterIPs: ["None"])
        let slices = plan(service, [Cluster.pod("a", ["10.9.0.1"])])
        #expect(slices.map { $0.metadata.labels["service.kubernetes.io/headless"] } == [""])
        #expect(slices.map(\.podNames) == [["a"]])
        #expect(slices.map(\.ports) == [[]])
    }

    @Test func `a hostname is told when the subdomain is the Service`() {
        func pod(_ name: String, _ hostname: String, _ subdomain: String, _ last: Int) -> Pod {
            var pod = Cluster.pod(name, ["10.9.0.\(last)"])
            pod.spec.hostname = hostname
            pod.spec.subdomain = subdomain
            return pod
        }
        let service = Cluster.service(clusterIPs: ["None"])
        let slices = plan(
            service,
            [
                pod("a", "a", "web", 1), pod("b", "b", "other", 2), pod("c", "", "web", 3),
            ])
        #expect(slices.map { $0.endpoints.map(\.hostname) } == [["a", nil, nil]])
    }

    @Test func `each family has slices of its own`() {
        var service = Cluster.service(clusterIPs: ["fd00:96::1", "10.96.0.1"])
        service.spec.ipFamilies = [.ipv6, .ipv4]
        let pods = [
            Cluster.pod("a", ["10.9.0.1", "fd00::1"]), Cluster.pod("b", ["fd00::2", "10.9.0.2"]),
            Cluster.pod("c", ["10.9.0.3"]),
        ]
        let slices = plan(service, pods)
        #expect(slices.map(\.addressType) == [.ipv6, .ipv4])
        #expect(slices.map(\.podNames) == [["a", "b"], ["a", "b", "c"]])
        #expect(slices[0].endpoints.map(\.addresses) == [["fd00::1"], ["fd00::2"]])
    }

    @Test func `families that are not said come from the addresses`() {
        let pods = [Cluster.pod("a", ["10.9.0.1", "fd00::1"])]
        func types(_ clusterIPs: [String]) -> [EndpointSlice.AddressType] {
            plan(Cluster.service(clusterIPs: clusterIPs), pods).map(\.addressType)
        }
        #expect(types(["10.96.0.1"]) == [.ipv4])
        #expect(types(["fd00:96::1"]) == [.ipv6])
        #expect(types(["10.96.0.1", "fd00:96::1"]) == [.ipv4, .ipv6])
        #expect(types(["None"]) == [.ipv4, .ipv6])
        #expect(types([]) == [.ipv4])
    }

    @Test func `endpoints of others are not planned`() {
        var service = Cluster.service()
        service.spec.selector = [:]
        #expect(plan(service, [Cluster.pod("a", ["10.9.0.1"])]).isEmpty)
        service = Cluster.service()
        service.spec.type = .externalName
        #expect(plan(service, [Cluster.pod("a", ["10.9.0.1"])]).isEmpty)
    }

    @Test(
        arguments: [
            (nil, [[], [], [], []]),
            ("PreferSameZone", [["a"], ["b"], ["b"], []]),
            ("PreferClose", [["a"], ["b"], ["b"], []]),
            ("PreferSameNode", [["a", "n1"], ["b", "n2"], ["b", "n3"], []]),
            ("Unheard", [[], [], [], []]),
        ] as [(String?, [[String]])])
    func `traffic distribution becomes hints`(wanted: String?, hints: [[String]]) {
        var service = Cluster.service()
        service.spec.trafficDistribution = wanted
        let nodes = [
            Cluster.node("n1", zone: "a"), Cluster.node("n2", zone: "b"),
            Cluster.node("n3", zone: "b"),
        ]
        let slices = plan(
            service,
            [
                Cluster.pod("a", ["10.9.0.1"], node: "n1"),
                Cluster.pod("b", ["10.9.0.2"], node: "n2"),
                Cluster.pod("c", ["10.9.0.3"], node: "n3"),
                Cluster.pod("d", ["10.9.0.4"], node: "n3", ready: false),
            ], nodes)
        #expect(slices.map { $0.endpoints.map(\.zone) } == [["a", "b", "b", "b"]])
        #expect(
            slices.first?.endpoints.map { endpoint in
                (endpoint.hints?.forZones ?? []) + (endpoint.hints?.forNodes ?? [])
            } == hints)
    }
}
