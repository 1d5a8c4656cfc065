import KubernetesAPI
import NetworkAddress
import ServiceExplanation
import ServiceModel
import Testing

@Suite struct ChoiceTests {
    func candidates(_ world: World, _ packet: Packet) throws -> [PacketFate.Candidate] {
        guard case .translated(let found) = try world.explainer().explain(packet).fate else {
            return []
        }
        return found
    }

    @Test(arguments: [([1, 1], [0.5, 0.5]), ([3, 1], [0.75, 0.25]), ([100, 25], [0.8, 0.2])])
    func `chances go by weights`(weights: [UInt16], expected: [Double]) throws {
        let world = World(weights: weights)
        #expect(
            try candidates(world, world.packet(.pod, .clusterIP)).map(\.chance) == expected)
    }

    @Test func `only the endpoint that is the client is masqueraded`() throws {
        let world = World()
        var packet = try world.packet(.pod, .clusterIP)
        packet.source = try world.endpoints()[0].endpoint.address
        #expect(try candidates(world, packet).map(\.isMasqueraded) == [true, false])
        packet.source = try world.endpoints()[1].endpoint.address
        #expect(try candidates(world, packet).map(\.isMasqueraded) == [false, false])
    }

    @Test(arguments: AddressFamily.allCases)
    func `a client's hash leads to the table's endpoint`(family: AddressFamily) throws {
        let world = World(family: family, method: .sourceHash, weights: [1, 1])
        let table = SourceHash.table(try world.endpoints())
        var reached: Set<SocketEndpoint> = []
        for host in 1...60 {
            var packet = try world.packet(.pod, .clusterIP)
            packet.source = try world.address("10.244.0.\(host)", "fd00:244:0:a::\(host)")
            let found = try candidates(world, packet)
            let place = SourceHash.place(of: packet.source, places: table.count)
            #expect(found.map(\.endpoint) == [table[place]])
            #expect(found.map(\.chance) == [1])
            reached.formUnion(found.map(\.endpoint))
        }
        #expect(reached.count == 2)
    }

    @Test func `affinity is mentioned, with its time`() throws {
        let world = World(affinity: 30)
        let told = try world.explainer().explain(world.packet(.pod, .clusterIP))
        #expect(told.reasons.contains { $0.contains("within the last 30 s") })
    }

    @Test func `the objects behind an answer are named with their revisions`() throws {
        var service = Service(
            metadata: ObjectMeta(name: "web", namespace: "default"),
            spec: ServiceSpec(clusterIPs: ["10.96.0.1"], ports: [ServicePort(port: 80)]))
        service.metadata.resourceVersion = "12"
        var slice = EndpointSlice(
            metadata: ObjectMeta(
                name: "web-1", namespace: "default",
                labels: [EndpointSlice.serviceNameLabel: "web"]),
            addressType: .ipv4, endpoints: [Endpoint(addresses: ["10.244.0.12"])],
            ports: [EndpointPort(port: 8080)])
        slice.metadata.resourceVersion = "15"
        var catalog = ServiceCatalog(options: ModelOptions(nodeName: "here"))
        catalog.apply(.service(service))
        catalog.apply(.endpointSlice(slice))
        var table = ServiceTable()
        let key = ServiceKey(service)
        _ = table.replace(key, with: catalog.plans(of: key, family: .ipv4))
        let explainer = Explainer(
            table: table, surroundings: Surroundings(), masqueradesAll: false, catalog: catalog)
        #expect(
            try explainer.explain(World().packet(.pod, .clusterIP)).reasons == [
                "10.96.0.1:80/tcp is the cluster address of Service port default/web/tcp.",
                "It is made from Service default/web (revision 12), "
                    + "EndpointSlice default/web-1 (revision 15).",
                "Since nothing tells local pods from others, it keeps its source.",
                "Its only endpoint gets it.",
            ])
    }
}
