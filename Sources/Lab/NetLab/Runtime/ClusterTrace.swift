import JSON
import LinuxSystem
import NetworkAddress
import Nftables
import RouteNetlink

/// What objects leave on nodes: containers, links of pods, addresses of Services in the kernel.
struct ClusterTrace {
    /// The addresses of the Services that will go.
    let addresses: [String]
    /// The namespace that stays.
    private let kept: String

    /// Notes what is there of everything outside one namespace, and of the Service `kubernetes`.
    init(of lab: Lab, keeping namespace: String) throws {
        kept = namespace
        addresses = try lab.client.list("/api/v1/services")
            .filter { ObjectReading.namespace(of: $0) != namespace }
            .filter { ObjectReading.name(of: $0) != "kubernetes" }
            .flatMap { $0["spec"]?["clusterIPs"]?.array ?? [] }
            .compactMap(\.string).filter { $0 != "None" }
    }

    /// What is left of it on the nodes, in words.
    func remains(in lab: Lab) throws -> [String] {
        var found: [String] = []
        for node in lab.plan.nodes {
            let pods = try NodePods(lab.plan.paths, node.name).present()
            for pod in pods where pod.namespace != kept {
                found.append("\(node.name): pod \(pod)")
            }
            let namespace = try NetworkNamespace(name: node.namespace)
            let cables = try RouteSocket(in: namespace).links().filter { link in
                link.name.hasPrefix("veth")
            }
            if cables.count > pods.count {
                found.append("\(node.name): \(cables.count) links for \(pods.count) pods")
            }
            guard lab.plan.topology.hasProxy else { continue }
            let known = try namespace.run { try Self.elements() }
            for address in addresses where known.contains(where: { $0.contains(address) }) {
                found.append("\(node.name): \(address) in nft")
            }
        }
        return found
    }

    /// Every element of every map of the proxy, as text.
    private static func elements() throws -> [String] {
        let socket = try NftablesSocket()
        var texts: [String] = []
        for table in try socket.tables() where table.name.hasPrefix("svcproxy") {
            let reference = TableReference(table.family, table.name)
            for set in try socket.sets(in: reference) {
                texts += try socket.elements(of: set).map { "\($0)" }
            }
        }
        return texts
    }
}
