import KubernetesAPI
import NetworkAddress

extension Topology.APIServer {
    /// `https://192.168.50.10:6443`
    package var url: String { "https://\(SocketEndpoint(address, port))" }
}

/// All that a lab will be, before anything is made.
package struct LabPlan: Sendable {
    package let name: LabName
    package let paths: LabPaths
    package let names: LabNamespaces
    package let topology: Topology
    package let machines: [MachinePlan]
    /// The cluster with pods that have no addresses yet.
    package let cluster: Cluster

    /// - Parameter manifests: those of the topology and of the command line.
    package init(
        _ topology: Topology, manifests: [Manifest], name: LabName? = nil,
        root: String = LabPaths.standardRoot
    ) throws {
        let lab = name ?? topology.name
        self.name = lab
        self.topology = topology
        paths = LabPaths(lab: lab, root: root)
        names = LabNamespaces(lab)
        machines = MachinePlan.all(of: topology, names: names)
        cluster = try ClusterPlan(topology: topology, manifests: manifests).cluster()
    }

    package var nodes: [MachinePlan] { machines.filter(\.isNode) }

    package func network(of node: MachinePlan) -> NodeNetwork {
        NodeNetwork(
            podCIDRs: node.machine.podCIDRs, isMasquerading: topology.isMasquerading,
            mtu: topology.mtu, dataFolder: paths.addressPools(node.name))
    }

    /// svcproxy's arguments on a node.
    package func proxyArguments(of node: MachinePlan) -> [String] {
        let ranges = nodes.flatMap(\.machine.podCIDRs).map(\.description)
        return [
            "sync", "--node", node.name, "--cluster-cidr", ranges.joined(separator: ","),
        ] + objectArguments
    }

    /// Where svcproxy and clusterdns find the cluster's objects.
    package var objectArguments: [String] {
        guard let server = topology.apiServer else { return ["--from", paths.cluster] }
        return ["--kubeconfig", paths.kubeconfig, "--master", server.url]
    }

    /// The API server's arguments. Pods run without service accounts: no controller makes them.
    package func serverArguments(_ server: Topology.APIServer) -> [String] {
        [
            "apiserver", "--data-dir", paths.apiServer,
            "--bind-address", server.address.description,
            "--advertise-address", server.address.description,
            "--secure-port", server.port.description,
            "--service-cluster-ip-range",
            topology.serviceCIDRs.map(\.description).joined(separator: ","),
            "--disable-admission-plugins", "ServiceAccount",
        ]
    }
}
