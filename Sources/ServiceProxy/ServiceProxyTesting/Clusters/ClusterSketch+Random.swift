import KubernetesAPI
import NetworkAddress
import ServiceModel

extension ClusterSketch {
    /// A cluster with whatever Services may have.
    public static func random(
        services: Int, using generator: inout SeededGenerator
    ) -> ClusterSketch {
        var cluster = ClusterSketch(
            (1...max(services, 1)).map { ServiceSketch.random($0, using: &generator) })
        let localities: [PodLocality] = [
            everyPod, everyPod, podsOfNode, .bridge(PacketBed.bridgeName), .interfacePrefix("br"),
            .prefixes([BedAddress.podRange(.ipv4)]), .prefixes([BedAddress.podRange(.ipv6)]),
            .interfacePrefix(PacketBed.lanName), .unknown,
        ]
        cluster.locality = generator.pick(localities) ?? everyPod
        cluster.masqueradesAll = generator.happens(15)
        if generator.happens(50) {
            let prefixes =
                AddressFamily.allCases.map { IPPrefix.all($0) }
                + AddressFamily.allCases.map { IPPrefix(BedAddress.second($0)) }
            cluster.nodePortPrefixes = generator.some(prefixes, percent: 40)
            if cluster.nodePortPrefixes?.isEmpty == true { cluster.nodePortPrefixes = nil }
        }
        if generator.happens(20) { cluster.zone = nil }
        return cluster
    }

    /// Another cluster, a few changes away.
    public func changed(using generator: inout SeededGenerator) -> ClusterSketch {
        var next = self
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let number = Int.random(in: 1...max(services.count, 1) + 2, using: &generator)
            let new = ServiceSketch.random(number, using: &generator)
            if let index = next.services.firstIndex(where: { $0.number == number }) {
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: next.services.remove(at: index)
                case 1: next.services[index] = new
                default: next.services[index].endpoints = new.endpoints
                }
            } else {
                next.services.append(new)
            }
        }
        return next
    }

    /// A packet to somewhere that matters, or nearly.
    public func randomProbe(using generator: inout SeededGenerator) -> BedProbe {
        let family = generator.pick(AddressFamily.allCases) ?? .ipv4
        let transport = generator.pick([TransportProtocol.tcp, .tcp, .udp, .udp, .sctp]) ?? .tcp
        let endpoint = randomTarget(family, using: &generator)
        return BedProbe(
            from: generator.pick(BedHost.clients) ?? .podA1, to: endpoint.address,
            port: endpoint.port, transport: transport)
    }

    private func randomTarget(
        _ family: AddressFamily, using generator: inout SeededGenerator
    ) -> SocketEndpoint {
        guard let service = generator.pick(services) else {
            return SocketEndpoint(BedAddress.cluster(1, family), 80)
        }
        let port: Port = generator.happens(8) ? 81 : ServiceSketch.port
        switch Int.random(in: 0..<100, using: &generator) {
        case ..<40: return SocketEndpoint(BedAddress.cluster(service.number, family), port)
        case ..<43: return SocketEndpoint(BedAddress.cluster(150, family), port)
        case ..<63:
            let outside = generator.pick(service.externalIPs + service.ingress)
            return SocketEndpoint(BedAddress.outside(outside ?? 90, family), port)
        case ..<90:
            let addresses = BedHost.nodeA.addresses(family) + [BedHost.nodeB.address(family)]
            return SocketEndpoint(
                generator.pick(addresses) ?? BedHost.nodeA.address(family), service.nodePort)
        case ..<95: return SocketEndpoint(BedAddress.second(family), port)
        default:
            let host = generator.pick(BedHost.responders) ?? .podA2
            return SocketEndpoint(host.address(family), generator.pick(BedHost.ports) ?? 8080)
        }
    }
}

extension ServiceSketch {
    /// A Service with whatever Services may have.
    static func random(_ number: Int, using generator: inout SeededGenerator) -> ServiceSketch {
        var service = ServiceSketch(number)
        service.type =
            generator.pick([.clusterIP, .nodePort, .loadBalancer, .loadBalancer]) ?? .clusterIP
        if generator.happens(20) {
            service.families = [generator.pick(AddressFamily.allCases) ?? .ipv4]
        }
        service.transports = generator.some(PortProtocol.allCases, percent: 75)
        if service.transports.isEmpty { service.transports = [.tcp] }
        service.endpoints = randomEndpoints(using: &generator)
        if generator.happens(30) { service.internalPolicy = .local }
        if generator.happens(45), service.type != .clusterIP || !service.externalIPs.isEmpty {
            service.externalPolicy = .local
        }
        if generator.happens(35) {
            service.externalIPs = generator.some([1, 2, 3, 4, 5], percent: 35)
        }
        service.takesNodeAddress = generator.happens(6)
        if service.type == .loadBalancer {
            service.ingress = generator.some([11, 12, 13, 14], percent: 45)
            service.ingressMode = generator.pick([nil, nil, .vip, .proxy]) ?? nil
            if generator.happens(45) { service.sourceRanges = randomRanges(using: &generator) }
        }
        service.hasNodePort = generator.happens(85)
        if generator.happens(20) { service.affinitySeconds = generator.pick([10, 30, 10_800]) }
        service.annotations = randomAnnotations(using: &generator)
        if generator.happens(4) {
            service.labels = ["service.kubernetes.io/service-proxy-name": "other"]
        }
        if generator.happens(4) { service.sliceLabels = ["service.kubernetes.io/headless": ""] }
        return service
    }

    private static func randomEndpoints(
        using generator: inout SeededGenerator
    ) -> [EndpointSketch] {
        let hints = Int.random(in: 0..<4, using: &generator)
        let isEnding = generator.happens(20)
        var endpoints: [EndpointSketch] = []
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let host = generator.pick(BedHost.responders) ?? .podA2
            var endpoint = EndpointSketch(
                host, port: generator.pick([8080, 8080, 8081, 8443]) ?? 8080,
                slice: Int.random(in: 0...1, using: &generator))
            let ready = [EndpointConditions(ready: true), EndpointConditions()]
            let others = [
                EndpointSketch.unready, EndpointSketch.terminating, EndpointSketch.terminating,
                EndpointSketch.ended,
            ]
            endpoint.conditions =
                generator.pick(isEnding || generator.happens(25) ? others : ready)
                ?? EndpointConditions()
            if hints > 1 || hints == 1 && generator.happens(60) {
                endpoint.hints = EndpointHints(
                    forZones: generator.some(["zone-1", "zone-2"], percent: 60),
                    forNodes: generator.happens(30)
                        ? generator.some(["node-a", "node-b"], percent: 60) : [])
            }
            // The same address and port twice in one slice would be refused by the API server.
            if !endpoints.contains(where: {
                $0.host == host && $0.port == endpoint.port && $0.slice == endpoint.slice
            }) {
                endpoints.append(endpoint)
            }
        }
        return endpoints
    }

    private static func randomRanges(using generator: inout SeededGenerator) -> [String] {
        let ranges = AddressFamily.allCases.flatMap { family in
            let bits = family.bitWidth
            return [
                "\(BedHost.external.address(family))/\(bits)",
                " \(BedHost.nodeA.address(family))/\(bits)",
                "\(BedHost.podA1.address(family))/\(bits)",
                BedAddress.podRange(ofNode: 1, family).description + " ",
                BedAddress.podRange(family).description,
            ]
        }
        return generator.some(ranges, percent: 25)
    }

    private static func randomAnnotations(
        using generator: inout SeededGenerator
    ) -> [String: String] {
        var annotations: [String: String] = [:]
        if generator.happens(20) {
            annotations["svcproxy.martlet.dev/weights"] =
                generator.pick([
                    "node/node-b=0", "zone/zone-1=3, 10.244.1.11=5", "10.244.0.12=0, node/node-a=2",
                    "podA1", "zone/zone-1=0, zone/zone-2=0",
                ])
        }
        if generator.happens(15) { annotations["svcproxy.martlet.dev/choice"] = "source-hash" }
        return annotations
    }
}
