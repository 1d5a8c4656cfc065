import NetworkAddress
import ServiceExplanation
import ServiceModel
import Testing

/// Who sends: a pod of this node, a pod of another one, someone outside, and the node.
enum Sender: CaseIterable {
    case pod, farPod, outside, node

    func address(_ family: AddressFamily) throws -> IPAddress {
        let texts =
            switch self {
            case .pod: ("10.244.0.11", "fd00:244:0:a::11")
            case .farPod: ("10.244.1.11", "fd00:244:0:b::11")
            case .outside: ("192.168.77.100", "fd00:77::100")
            case .node: ("192.168.77.1", "fd00:77::1")
            }
        return try #require(IPAddress(family == .ipv4 ? texts.0 : texts.1))
    }

    var interface: String? {
        switch self {
        case .pod: "br0"
        case .farPod, .outside: "eth0"
        case .node: nil
        }
    }
}

/// A small world: one Service port, whose endpoints are this node's first pod and two others.
struct World {
    var family = AddressFamily.ipv4
    var masqueradesAll = false
    var locality: PodLocality?
    var method = ChoiceMethod.random
    var weights: [UInt16] = [1, 1]
    var local: [Int] = [0]
    var internalPolicy = "Cluster"
    var externalPolicy = "Cluster"
    var allowed: [String]?
    var affinity: Int?

    /// The endpoints' addresses: a pod of this node, then one of another.
    static let hosts = [("10.244.0.12", "fd00:244:0:a::12"), ("10.244.1.12", "fd00:244:0:b::12")]

    func address(_ four: String, _ six: String) throws -> IPAddress {
        try #require(IPAddress(family == .ipv4 ? four : six))
    }

    func endpoints() throws -> [WeightedEndpoint] {
        try zip(Self.hosts, weights).map { host, weight in
            WeightedEndpoint(SocketEndpoint(try address(host.0, host.1), 8080), weight: weight)
        }
    }

    /// Where each kind of frontend is.
    func destination(_ kind: Frontend.Kind) throws -> IPAddress {
        switch kind {
        case .clusterIP: try address("10.96.0.1", "fd00:96::1")
        case .externalIP: try address("203.0.113.1", "2001:db8::1")
        case .loadBalancer: try address("203.0.113.2", "2001:db8::2")
        case .nodePort: try Sender.node.address(family)
        }
    }

    func explainer(_ change: (inout ServicePortPlan) -> Void = { _ in }) throws -> Explainer {
        let kinds: [Frontend.Kind] = [.clusterIP, .externalIP, .loadBalancer, .nodePort]
        let all = try endpoints()
        var plan = ServicePortPlan(
            name: ServicePortName(
                service: ServiceKey(namespace: "default", name: "web"), port: "", transport: .tcp),
            frontends: try kinds.map { kind in
                Frontend(
                    kind,
                    Frontend.Target(
                        address: kind == .nodePort ? nil : try destination(kind),
                        transport: .tcp, port: kind == .nodePort ? 30080 : 80))
            },
            clusterEndpoints: all, localEndpoints: local.map { all[$0] },
            internalPolicy: internalPolicy == "Local" ? .local : .cluster,
            externalPolicy: externalPolicy == "Local" ? .local : .cluster,
            hairpins: all.isEmpty ? [] : [all[0].endpoint.address],
            affinityTimeoutSeconds: affinity, method: method,
            allowedSources: try allowed?.map { try #require(IPPrefix($0)) })
        change(&plan)
        var table = ServiceTable()
        _ = table.replace(plan.name.service, with: [plan])
        let pods = try #require(IPPrefix(family == .ipv4 ? "10.244.0.0/16" : "fd00:244::/48"))
        let range = try #require(IPPrefix(family == .ipv4 ? "10.96.0.0/16" : "fd00:96::/112"))
        return Explainer(
            table: table,
            surroundings: Surroundings(
                nodePortAddresses: [try Sender.node.address(family)], serviceCIDRs: [range],
                locality: locality ?? .prefixes([pods])),
            masqueradesAll: masqueradesAll)
    }

    func packet(_ sender: Sender, _ kind: Frontend.Kind) throws -> Packet {
        Packet(
            source: try sender.address(family), isFromNode: sender == .node,
            interface: sender.interface, destination: try destination(kind), transport: .tcp,
            port: kind == .nodePort ? 30080 : 80)
    }

    /// `kept 0 1`, `masqueraded 0`, `refused`, `dropped`, `untouched`: which endpoints, and how.
    func outcome(
        _ sender: Sender, _ kind: Frontend.Kind,
        _ change: (inout ServicePortPlan) -> Void = { _ in }
    ) throws -> String {
        let told = try explainer(change).explain(packet(sender, kind))
        guard case .translated(let candidates) = told.fate else { return "\(told.fate)" }
        let all = try endpoints().map(\.endpoint)
        let names = candidates.compactMap { one in
            all.firstIndex(of: one.endpoint).map(String.init)
        }
        let kinds = Set(candidates.map(\.isMasqueraded))
        #expect(kinds.count == 1)
        return (kinds.contains(true) ? "masqueraded " : "kept ") + names.joined(separator: " ")
    }
}

@Suite struct ExplainerTests {
    static let outer: [Frontend.Kind] = [.externalIP, .loadBalancer, .nodePort]

    @Test(arguments: AddressFamily.allCases)
    func `a packet to no Service is left alone`(family: AddressFamily) throws {
        let world = World(family: family)
        var packet = try world.packet(.pod, .externalIP)
        packet.port = 81
        #expect(try world.explainer().explain(packet).fate == .untouched)
        packet = try world.packet(.outside, .nodePort)
        packet.transport = .udp
        #expect(try world.explainer().explain(packet).fate == .untouched)
    }

    @Test(
        arguments: AddressFamily.allCases,
        [
            (Sender.pod, "kept 0 1"), (.farPod, "kept 0 1"), (.outside, "masqueraded 0 1"),
            (.node, "masqueraded 0 1"),
        ])
    func `at a cluster address local pods keep their source`(
        family: AddressFamily, row: (sender: Sender, expected: String)
    ) throws {
        let world = World(family: family)
        #expect(try world.outcome(row.sender, .clusterIP) == row.expected)
        let all = World(family: family, masqueradesAll: true)
        #expect(try all.outcome(row.sender, .clusterIP) == "masqueraded 0 1")
        let unknown = World(family: family, locality: .unknown)
        #expect(try unknown.outcome(row.sender, .clusterIP) == "kept 0 1")
    }

    @Test(arguments: [
        (PodLocality.bridge("br0"), ["kept", "masqueraded", "masqueraded", "masqueraded"]),
        (.interfacePrefix("br"), ["kept", "masqueraded", "masqueraded", "masqueraded"]),
        (.interfacePrefix("eth"), ["masqueraded", "kept", "kept", "masqueraded"]),
        (.prefixes([]), ["kept", "kept", "kept", "kept"]),
    ])
    func `local pods are told by where their packets arrive`(
        locality: PodLocality, expected: [String]
    ) throws {
        let world = World(locality: locality)
        let found = try Sender.allCases.map { try world.outcome($0, .clusterIP) }
        #expect(found == expected.map { $0 + " 0 1" })
    }

    @Test(arguments: AddressFamily.allCases, outer)
    func `external policy Cluster masquerades everybody`(
        family: AddressFamily, kind: Frontend.Kind
    ) throws {
        for sender in Sender.allCases {
            #expect(try World(family: family).outcome(sender, kind) == "masqueraded 0 1")
        }
    }

    @Test(arguments: AddressFamily.allCases, outer)
    func `external policy Local keeps sources, and short-circuits pods and the node`(
        family: AddressFamily, kind: Frontend.Kind
    ) throws {
        var world = World(family: family, masqueradesAll: true, externalPolicy: "Local")
        #expect(try world.outcome(.outside, kind) == "kept 0")
        #expect(try world.outcome(.pod, kind) == "kept 0 1")
        #expect(try world.outcome(.farPod, kind) == "kept 0 1")
        #expect(try world.outcome(.node, kind) == "masqueraded 0 1")
        world.local = []
        #expect(try world.outcome(.outside, kind) == "dropped")
        #expect(try world.outcome(.pod, kind) == "kept 0 1")
        #expect(try world.outcome(.node, kind) == "masqueraded 0 1")
        world.locality = .bridge("br0")
        #expect(try world.outcome(.farPod, kind) == "dropped")
        world.locality = .unknown
        #expect(try world.outcome(.pod, kind) == "dropped")
    }

    @Test func `internal policy Local leads to this node alone, or nowhere`() throws {
        var world = World(internalPolicy: "Local")
        #expect(try world.outcome(.pod, .clusterIP) == "kept 0")
        #expect(try world.outcome(.outside, .clusterIP) == "masqueraded 0")
        #expect(try world.outcome(.outside, .nodePort) == "masqueraded 0 1")
        world.local = []
        #expect(try world.outcome(.pod, .clusterIP) == "dropped")
    }

    @Test func `nobody serves: refused at every frontend`() throws {
        for sender in Sender.allCases {
            for kind in [.clusterIP] + Self.outer {
                let found = try World(weights: [], local: []).outcome(sender, kind)
                #expect(found == "refused", "\(sender) \(kind)")
            }
        }
    }

    @Test func `source ranges guard load-balancer addresses alone, endpoints or not`() throws {
        var world = World(allowed: ["192.168.77.100/32"])
        #expect(try world.outcome(.outside, .loadBalancer) == "masqueraded 0 1")
        #expect(try world.outcome(.pod, .loadBalancer) == "dropped")
        #expect(try world.outcome(.node, .loadBalancer) == "dropped")
        #expect(try world.outcome(.pod, .externalIP) == "masqueraded 0 1")
        #expect(try world.outcome(.pod, .clusterIP) == "kept 0 1")
        world.allowed = []
        #expect(try world.outcome(.outside, .loadBalancer) == "dropped")
        (world.weights, world.local) = ([], [])
        #expect(try world.outcome(.outside, .loadBalancer) == "dropped")
    }

    @Test(arguments: AddressFamily.allCases, Sender.allCases)
    func `what is left of the Service range is refused or dropped`(
        family: AddressFamily, sender: Sender
    ) throws {
        let world = World(family: family)
        var packet = try world.packet(sender, .clusterIP)
        packet.port = 81
        #expect(try world.explainer().explain(packet).fate == .refused)
        packet.destination = try world.address("10.96.200.1", "fd00:96::ffff")
        #expect(try world.explainer().explain(packet).fate == .dropped)
    }

    @Test func `a node port answers at the node's addresses for it, and nowhere else`() throws {
        let world = World()
        var packet = try world.packet(.outside, .nodePort)
        packet.destination = try #require(IPAddress("192.168.78.1"))
        #expect(try world.explainer().explain(packet).fate == .untouched)
    }
}
