import KubernetesAPI
import NetworkAddress
import ServiceModel

/// Says what the kernel will do with a packet, from the model alone: no table is read.
///
/// It asks the kernel's questions in the kernel's order: the firewall of load-balancer addresses,
/// what is refused or dropped, the choice of an endpoint with its masquerading, and at last what is
/// left of the Service ranges.
public struct Explainer: Sendable {
    private let table: ServiceTable
    private let surroundings: Surroundings
    private let masqueradesAll: Bool
    private let catalog: ServiceCatalog?
    private let clusterAddresses: [IPAddress: ServiceKey]

    /// An explainer of one family's Services. With a catalog, it names the objects behind a
    /// decision, and their revisions.
    public init(
        table: ServiceTable, surroundings: Surroundings, masqueradesAll: Bool,
        catalog: ServiceCatalog? = nil
    ) {
        self.table = table
        self.surroundings = surroundings
        self.masqueradesAll = masqueradesAll
        self.catalog = catalog
        var owners: [IPAddress: ServiceKey] = [:]
        for plan in table.unorderedPlans {
            for frontend in plan.frontends where frontend.kind == .clusterIP {
                if let address = frontend.target.address { owners[address] = plan.name.service }
            }
        }
        clusterAddresses = owners
    }

    /// What becomes of the first packet of a connection.
    public func explain(_ packet: Packet) -> PacketExplanation {
        guard let (plan, frontend) = owner(of: packet) else { return withoutService(packet) }
        var told = PacketExplanation(fate: .untouched, service: plan.name, frontend: frontend)
        told.add("\(frontend.target) is \(frontend.kind.noun) of Service port \(plan.name).")
        let objects = catalog?.sources(of: plan.name.service) ?? []
        if !objects.isEmpty {
            told.add("It is made from \(objects.map(\.description).joined(separator: ", ")).")
        }
        if isShutOut(packet, plan, frontend, &told) {
            told.fate = .dropped
            return told
        }
        switch plan.treatment(at: frontend.kind) {
        case .refused:
            told.fate = .refused
            told.add("No endpoint serves it anywhere: the connection is refused.")
        case .dropped:
            told.fate = .dropped
            told.add(
                "Its internalTrafficPolicy is Local, and no endpoint on this node serves it: "
                    + "the packet is dropped.")
        case .translated(let scope): translate(packet, plan, frontend, scope, &told)
        case .shortCircuited: shortCircuit(packet, plan, frontend, &told)
        }
        return told
    }

    /// Who has the packet's target: an address of its own first, then a port of the node.
    private func owner(of packet: Packet) -> (ServicePortPlan, Frontend)? {
        var targets = [packet.target]
        if surroundings.nodePortAddresses.contains(packet.destination) {
            targets.append(
                Frontend.Target(address: nil, transport: packet.transport, port: packet.port))
        }
        for target in targets {
            if let name = table.owner(of: target), let plan = table.plan(of: name),
                let frontend = plan.frontends.first(where: { $0.target == target })
            {
                return (plan, frontend)
            }
        }
        return nil
    }

    /// A packet that is addressed to no Service port.
    private func withoutService(_ packet: Packet) -> PacketExplanation {
        var told = PacketExplanation(fate: .untouched)
        if surroundings.nodePortAddresses.contains(packet.destination) {
            told.add(
                "\(packet.destination) is the node's own, and no Service has port "
                    + "\(packet.port)/\(packet.transport) of the node: it is left alone.")
        } else if let service = clusterAddresses[packet.destination] {
            told.fate = .refused
            told.add(
                "\(packet.destination) is the cluster address of Service \(service), which "
                    + "doesn't define port \(packet.port)/\(packet.transport): it is refused.")
        } else if let range = surroundings.serviceCIDRs.first(where: {
            $0.contains(packet.destination)
        }) {
            told.fate = .dropped
            told.add(
                "\(packet.destination) is in the Service range \(range), and no Service has it: "
                    + "the packet is dropped.")
        } else {
            told.add("No Service has \(packet.target): it is left alone.")
        }
        return told
    }

    /// Whether source ranges keep a packet from a load-balancer address.
    private func isShutOut(
        _ packet: Packet, _ plan: ServicePortPlan, _ frontend: Frontend,
        _ told: inout PacketExplanation
    ) -> Bool {
        guard frontend.kind == .loadBalancer, let allowed = plan.allowedSources else {
            return false
        }
        if let range = allowed.first(where: { $0.contains(packet.source) }) {
            told.add("Its loadBalancerSourceRanges let \(range) in, which holds \(packet.source).")
            return false
        }
        let list = allowed.isEmpty ? "nobody" : allowed.map(\.description).joined(separator: ", ")
        told.add(
            "Its loadBalancerSourceRanges let only \(list) in: "
                + "the packet from \(packet.source) is dropped.")
        return true
    }

    /// External policy Local.
    private func shortCircuit(
        _ packet: Packet, _ plan: ServicePortPlan, _ frontend: Frontend,
        _ told: inout PacketExplanation
    ) {
        let origin = surroundings.locality.origin(of: packet)
        if origin.isLocalPod {
            told.add(
                "Its externalTrafficPolicy is Local, but \(origin.reason): it goes to the "
                    + "cluster's endpoints as it is.")
            told.fate = choice(packet, plan, .cluster, isMasqueraded: false, &told)
        } else if packet.hasNodeSource {
            told.add(
                "Its externalTrafficPolicy is Local, but \(packet.source) is the node itself: it "
                    + "goes to the cluster's endpoints, masqueraded.")
            told.fate = choice(packet, plan, .cluster, isMasqueraded: true, &told)
        } else if plan.localEndpoints.isEmpty {
            told.fate = .dropped
            told.add(
                "Its externalTrafficPolicy is Local, and no endpoint on this node serves it: "
                    + "the packet is dropped.")
        } else {
            told.add(
                "Its externalTrafficPolicy is Local: an endpoint on this node gets it, and sees "
                    + "the client's address.")
            told.fate = choice(packet, plan, .local, isMasqueraded: false, &told)
        }
    }

    private func translate(
        _ packet: Packet, _ plan: ServicePortPlan, _ frontend: Frontend, _ scope: EndpointScope,
        _ told: inout PacketExplanation
    ) {
        if scope == .local {
            told.add("Its internalTrafficPolicy is Local: only endpoints on this node get it.")
        }
        let isMasqueraded: Bool
        if frontend.kind != .clusterIP {
            isMasqueraded = true
            told.add("Its externalTrafficPolicy is Cluster: it is masqueraded.")
        } else if masqueradesAll {
            isMasqueraded = true
            told.add("masqueradeAll is set: it is masqueraded.")
        } else {
            let origin = surroundings.locality.origin(of: packet)
            isMasqueraded = origin.isForeign
            told.add(
                isMasqueraded
                    ? "Since \(origin.reason), it is masqueraded."
                    : "Since \(origin.reason), it keeps its source.")
        }
        told.fate = choice(packet, plan, scope, isMasqueraded: isMasqueraded, &told)
    }
}

extension Packet {
    var target: Frontend.Target {
        Frontend.Target(address: destination, transport: transport, port: port)
    }
}

extension PacketExplanation {
    mutating func add(_ reason: String) { reasons.append(reason) }
}

extension Frontend.Kind {
    fileprivate var noun: String {
        switch self {
        case .clusterIP: "the cluster address"
        case .externalIP: "an external address"
        case .loadBalancer: "a load-balancer address"
        case .nodePort: "the node port"
        }
    }
}
