import NetworkAddress

/// A node or host as namespaces, addresses and routes.
package struct MachinePlan: Hashable, Sendable {
    /// A way to a node's pods, or to Services.
    package struct Route: Hashable, Sendable {
        package var destination: IPPrefix
        /// Nil: straight onto the wire.
        package var gateway: IPAddress?
    }

    /// A sysctl of the machine's own network namespace.
    package struct Setting: Hashable, Sendable {
        package var path: String
        package var value: String
        /// A kernel without this file may still do; nil: it must be there, else what to do.
        package var isOptional = false
        package var remedy: String?
    }

    package var machine: Topology.Machine
    package var isNode: Bool
    /// The network namespace's name.
    package var namespace: String
    /// The other end of its cable, in the switch: at most 15 bytes.
    package var port: String
    package var addresses: [InterfaceAddress]
    package var routes: [Route]
    package var settings: [Setting]

    package var name: String { machine.name }

    /// Every machine of the topology, nodes first.
    package static func all(of topology: Topology, names: LabNamespaces) -> [MachinePlan] {
        let machines = topology.nodes + topology.hosts
        return machines.enumerated().map { index, machine in
            let isNode = index < topology.nodes.count
            return MachinePlan(
                machine: machine, isNode: isNode,
                namespace: isNode ? names.node(machine.name) : names.host(machine.name),
                port: "port\(index + 1)",
                addresses: machine.addresses.compactMap { address in
                    topology.wireLength(of: address).flatMap {
                        InterfaceAddress("\(address)/\($0)")
                    }
                },
                routes: isNode ? serviceRoutes(from: machine, in: topology) : [],
                settings: isNode ? nodeSettings : hostSettings)
        }
    }

    /// The ways from a host that is no node to the pods of a node, whose ranges are these: a router
    /// beside a cluster knows them.
    package func routes(to node: MachinePlan, ranges: [IPPrefix]) -> [Route] {
        ranges.compactMap { prefix in
            guard machine.address(prefix.family) != nil,
                let gateway = node.machine.address(prefix.family)
            else { return nil }
            return Route(destination: prefix, gateway: gateway)
        }
    }

    /// A node's own programs look for a route before svcproxy translates the address. A machine has
    /// its default route for that; a lab's nodes have none.
    private static func serviceRoutes(
        from machine: Topology.Machine, in topology: Topology
    ) -> [Route] {
        topology.serviceCIDRs.filter { machine.address($0.family) != nil }
            .map { Route(destination: $0, gateway: nil) }
    }

    private static let hostSettings = [
        Setting(path: "net/ipv6/conf/all/disable_ipv6", value: "0", isOptional: true),
        Setting(path: "net/ipv6/conf/default/accept_dad", value: "0", isOptional: true),
        Setting(path: "net/ipv6/conf/default/accept_ra", value: "0", isOptional: true),
    ]

    /// A node forwards. Answers between pods of one bridge must pass conntrack too, or the client
    /// sees the pod's address where it expects the Service's: so bridged packets are filtered.
    private static let nodeSettings =
        hostSettings + [
            Setting(path: "net/ipv4/ip_forward", value: "1"),
            Setting(path: "net/ipv6/conf/all/forwarding", value: "1", isOptional: true),
            Setting(
                path: "net/bridge/bridge-nf-call-iptables", value: "1",
                remedy: "load the kernel's module with: modprobe br_netfilter"),
            Setting(path: "net/bridge/bridge-nf-call-ip6tables", value: "1", isOptional: true),
        ]
}
