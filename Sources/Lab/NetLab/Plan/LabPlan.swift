import KubernetesAPI
import NetworkAddress

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
            "sync", "--from", paths.cluster, "--node", node.name,
            "--cluster-cidr", ranges.joined(separator: ","),
        ]
    }
}
