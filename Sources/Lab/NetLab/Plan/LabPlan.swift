import NetworkAddress

extension Topology.Server {
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
    /// Files of Kubernetes objects: those of the topology and of the command line.
    package let manifests: [String]
    /// Whether the examples built in are applied, too.
    package let hasExamples: Bool

    /// A plan of a topology.
    package init(
        _ topology: Topology, manifests: [String], name: LabName? = nil,
        root: String = LabPaths.standardRoot, hasExamples: Bool = false
    ) {
        let lab = name ?? topology.name
        self.name = lab
        self.topology = topology
        self.manifests = manifests
        self.hasExamples = hasExamples
        paths = LabPaths(lab: lab, root: root)
        names = LabNamespaces(lab)
        machines = MachinePlan.all(of: topology, names: names)
    }

    package var nodes: [MachinePlan] { machines.filter(\.isNode) }

    /// `martlet server`'s arguments.
    package var serverArguments: [String] {
        let server = topology.server
        return [
            "server", "--data-dir", paths.server,
            "--bind-address", server.address.description,
            "--advertise-address", server.address.description,
            "--secure-port", server.port.description,
            "--service-cluster-ip-range", text(topology.serviceCIDRs),
            "--cluster-cidr", text(topology.podCIDRs),
            "--node-monitor-grace-period", seconds(topology.nodeGrace),
            "--node-monitor-period", seconds(topology.heartbeat),
        ]
    }

    /// `martlet agent`'s arguments on a node.
    package func agentArguments(of node: MachinePlan) -> [String] {
        var arguments = [
            "agent", "--kubeconfig", paths.kubeconfig(of: node.name), "--node-name", node.name,
            "--node-ip", node.machine.addresses.map(\.description).joined(separator: ","),
            "--runtime", "process", "--root-dir", paths.agent(node.name),
            "--process-images", paths.images,
            "--install-cni", "--cni-conf-dir", paths.networkConfiguration(node.name),
            "--cni-bin-dir", paths.plugins(node.name),
            "--cni-data-dir", paths.node(node.name) + "/cni/networks",
            "--cluster-domain", topology.domain, "--routes", topology.routes,
            "--node-status-update-frequency", seconds(topology.heartbeat),
            // It is renewed four times while it holds.
            "--node-lease-duration-seconds",
            "\(max(1, topology.heartbeat.components.seconds) * 4)",
        ]
        if let dns = topology.dns {
            arguments += [
                "--cluster-dns", dns.addresses.map(\.description).joined(separator: ","),
            ]
        }
        return arguments
    }

    /// svcproxy's arguments on a node.
    package func proxyArguments(of node: MachinePlan) -> [String] {
        [
            "sync", "--node", node.name, "--cluster-cidr", text(topology.podCIDRs),
            "--kubeconfig", paths.kubeconfig(of: node.name) + ".proxy",
        ]
    }

    private func text(_ prefixes: [IPPrefix]) -> String {
        prefixes.map(\.description).joined(separator: ",")
    }

    /// As Go writes a duration: `1500ms`.
    private func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
    }
}
