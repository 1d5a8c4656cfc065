import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

/// After any sequence of changes the plans are those of a catalog that saw the last state alone.
@Suite struct CatalogLawTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `changes end where a fresh catalog begins`(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var catalog = ServiceCatalog(options: ModelOptions(nodeName: "n0"))
        var tables = Dictionary(
            uniqueKeysWithValues: AddressFamily.allCases.map { ($0, ServiceTable()) })
        var objects: [ObjectKey: KubernetesObject] = [:]
        for _ in 0..<400 {
            if let gone = objects.keys.sorted().randomElement(using: &numbers),
                Int.random(in: 0..<4, using: &numbers) == 0
            {
                objects[gone] = nil
                catalog.remove(gone)
            } else {
                let object = randomObject(&numbers)
                objects[object.key] = object
                catalog.apply(object)
            }
            guard Int.random(in: 0..<5, using: &numbers) == 0 else { continue }
            for key in catalog.takeChanged() {
                for family in AddressFamily.allCases {
                    _ = tables[family]?.replace(key, with: catalog.plans(of: key, family: family))
                }
            }
            let fresh = freshTables(of: objects, &numbers)
            for family in AddressFamily.allCases {
                #expect(tables[family]?.plans == fresh[family]?.plans)
            }
        }
    }

    func freshTables(
        of objects: [ObjectKey: KubernetesObject], _ numbers: inout SplitMix
    ) -> [AddressFamily: ServiceTable] {
        var catalog = ServiceCatalog(options: ModelOptions(nodeName: "n0"))
        for object in objects.keys.sorted().shuffled(using: &numbers) {
            objects[object].map { catalog.apply($0) }
        }
        return Dictionary(
            uniqueKeysWithValues: AddressFamily.allCases.map { family in
                var table = ServiceTable()
                for key in catalog.serviceKeys.shuffled(using: &numbers) {
                    _ = table.replace(key, with: catalog.plans(of: key, family: family))
                }
                return (family, table)
            })
    }

    func randomObject(_ numbers: inout SplitMix) -> KubernetesObject {
        switch Int.random(in: 0..<10, using: &numbers) {
        case 0:
            let zone = "z\(Int.random(in: 0..<2, using: &numbers))"
            return .node(
                Node(
                    metadata: ObjectMeta(name: "n0", labels: [Node.zoneLabel: zone]),
                    addresses: [
                        NodeAddress(
                            type: "InternalIP",
                            address: "192.0.2.\(Int.random(in: 1..<3, using: &numbers))")
                    ]))
        case 1...4: return .service(randomService(&numbers))
        default: return .endpointSlice(randomSlice(&numbers))
        }
    }

    func randomService(_ numbers: inout SplitMix) -> Service {
        let number = Int.random(in: 0..<4, using: &numbers)
        var service = Service(
            metadata: ObjectMeta(name: "s\(number)", namespace: "default"),
            spec: ServiceSpec(
                type: ServiceType.allCases.randomElement(using: &numbers) ?? .clusterIP,
                clusterIPs: ["10.96.0.\(number)", "fd00:96::\(number)"],
                ports: [
                    ServicePort(name: "a", port: 80, nodePort: UInt16(30000 + number)),
                    ServicePort(name: "b", protocol: .udp, port: 53),
                ]))
        func flip() -> Bool { Bool.random(using: &numbers) }
        if flip() { service.spec.externalIPs = ["203.0.113.1", "bad"] }
        if flip() { service.spec.externalTrafficPolicy = .local }
        if flip() { service.spec.internalTrafficPolicy = .local }
        if flip() { service.spec.sessionAffinity = .clientIP }
        if flip() { service.spec.loadBalancerSourceRanges = ["192.0.2.2/32"] }
        if flip() { service.status.ingress = [LoadBalancerIngress(ip: "203.0.113.2")] }
        if flip() { service.metadata.annotations[ServiceAnnotations.weightsKey] = "node/n1=3" }
        if flip() { service.metadata.labels[ModelOptions.proxyNameLabel] = "other" }
        return service
    }

    func randomSlice(_ numbers: inout SplitMix) -> EndpointSlice {
        let isFour = Bool.random(using: &numbers)
        let owner = Int.random(in: 0..<4, using: &numbers)
        let name = "slice-\(Int.random(in: 0..<8, using: &numbers))"
        let endpoints = (0..<Int.random(in: 0..<5, using: &numbers)).map { _ in
            let host = Int.random(in: 1..<6, using: &numbers)
            let zones = Bool.random(using: &numbers) ? ["z0"] : ["z1", "z0"]
            return Endpoint(
                addresses: [isFour ? "10.0.0.\(host)" : "fd00::\(host)"],
                conditions: EndpointConditions(
                    ready: Bool.random(using: &numbers), serving: Bool.random(using: &numbers),
                    terminating: Bool.random(using: &numbers)),
                nodeName: "n\(host % 3)", hints: EndpointHints(forZones: zones))
        }
        return EndpointSlice(
            metadata: ObjectMeta(
                name: name, namespace: "default",
                labels: [EndpointSlice.serviceNameLabel: "s\(owner)"]),
            addressType: isFour ? .ipv4 : .ipv6, endpoints: endpoints,
            ports: [
                EndpointPort(name: "a", port: 8080),
                EndpointPort(name: "b", protocol: .udp, port: 5353),
            ])
    }
}
