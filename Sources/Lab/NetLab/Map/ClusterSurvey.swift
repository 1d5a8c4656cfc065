import JSON
import LinuxSystem
import NetworkAddress

/// Looks at a lab as it is now: its objects, and which node reaches which.
struct ClusterSurvey {
    let lab: Lab

    init(_ lab: Lab) { self.lab = lab }

    /// The port of a node's agent: whether a packet gets there and back is asked of it.
    private static let agentPort = Port(rawValue: 10250)

    func map() throws -> ClusterMap {
        let client = try lab.client
        let pods = try client.list("/api/v1/pods")
        let nodes = try client.list("/api/v1/nodes").map { try node($0, pods) }
        let slices = try client.list("/apis/discovery.k8s.io/v1/endpointslices")
        return ClusterMap(
            name: lab.plan.name.description, nodes: nodes.sorted { $0.name < $1.name },
            waiting: pods.filter { ObjectReading.node(of: $0).isEmpty }.map(Self.pod),
            services: try client.list("/api/v1/services").map { Self.service($0, slices) }
                .sorted { $0.key < $1.key })
    }

    private func node(_ object: JSON, _ pods: [JSON]) throws -> ClusterMap.Node {
        let name = ObjectReading.name(of: object)
        let addresses = (object["status"]?["addresses"]?.array ?? []).filter {
            $0["type"]?.string == "InternalIP"
        }.compactMap { $0["address"]?.string }
        return ClusterMap.Node(
            name: name, addresses: addresses,
            ranges: (object["spec"]?["podCIDRs"]?.array ?? []).compactMap(\.string),
            isReady: ObjectReading.condition("Ready", of: object),
            breaks: lab.state.machine(name)?.breaks ?? [], lost: try lost(from: name),
            pods: pods.filter { ObjectReading.node(of: $0) == name }.map(Self.pod)
                .sorted { $0.key < $1.key })
    }

    /// The nodes that don't answer one of them.
    private func lost(from name: String) throws -> [String] {
        guard let node = lab.plan.nodes.first(where: { $0.name == name }),
            let namespace = try? NetworkNamespace(name: node.namespace)
        else { return [] }
        return try lab.plan.nodes.filter { other in
            guard other.name != name, let address = other.machine.addresses.first else {
                return false
            }
            return try namespace.run {
                !Probe.reaches(SocketEndpoint(address, Self.agentPort))
            }
        }.map(\.name)
    }

    private static func pod(_ object: JSON) -> ClusterMap.Pod {
        ClusterMap.Pod(
            key: ObjectReading.key(of: object),
            address: ObjectReading.addresses(of: object).first ?? "",
            state: PodWords.state(of: object))
    }

    private static func service(_ object: JSON, _ slices: [JSON]) -> ClusterMap.Service {
        let key = ObjectReading.key(of: object)
        let address = object["spec"]?["clusterIP"]?.string ?? ""
        let ports = (object["spec"]?["ports"]?.array ?? []).map { port in
            let number = port["port"]?.int ?? 0
            let node = port["nodePort"]?.int.map { ":\($0)" } ?? ""
            return "\(number)\(node)/\(port["protocol"]?.string ?? "TCP")"
        }
        let backends = slices.filter { slice in
            ObjectReading.namespace(of: slice) == key.namespace
                && slice["metadata"]?["labels"]?["kubernetes.io/service-name"]?.string == key.name
        }.flatMap { $0["endpoints"]?.array ?? [] }
            .filter { $0["conditions"]?["ready"]?.bool != false }
            .compactMap { endpoint in
                // One that is no pod goes by its address.
                let name = endpoint["targetRef"]?["name"] ?? endpoint["addresses"]?.array?.first
                return (name?.string).map { PodKey(namespace: key.namespace, name: $0) }
            }
        return ClusterMap.Service(
            key: key, address: address == "None" ? "headless" : address, ports: ports,
            backends: Set(backends).sorted())
    }
}
