import LinuxSystem
import NetworkAddress
import RouteNetlink

/// Makes the switch, the machines on it, their addresses and routes.
struct LabWire {
    let plan: LabPlan
    /// The bridge in the switch's namespace.
    static let bridge = "wire"
    /// A machine's end of its cable.
    static let interface = "eth0"

    /// The switch alone; machines are plugged in one by one.
    func makeSwitch() throws {
        try during("make the switch \(plan.names.wire)") {
            let namespace = try NetworkNamespace.create(name: plan.names.wire)
            try namespace.run {
                // The switch is a cable and no router: what it carries is nobody's to filter.
                try? Sysctl.write("net/bridge/bridge-nf-call-iptables", "0")
                try? Sysctl.write("net/bridge/bridge-nf-call-ip6tables", "0")
                try? Sysctl.write("net/ipv6/conf/default/disable_ipv6", "1")
            }
            let socket = try RouteSocket(in: namespace)
            try socket.create(LinkRequest(name: Self.bridge, kind: .bridge(BridgeOptions())))
            try raise(Self.bridge, socket)
        }
    }

    /// A machine's namespace with its cable, addresses, routes and sysctls.
    func make(_ machine: MachinePlan) throws {
        try during("make \(machine.isNode ? "node" : "host") \(machine.name)") {
            let namespace = try NetworkNamespace.create(name: machine.namespace)
            try apply(machine.settings, in: namespace)
            try plug(machine, namespace)
            let socket = try RouteSocket(in: namespace)
            try raise("lo", socket)
            try raise(Self.interface, socket)
            let link = try socket.link(named: Self.interface)
            for address in machine.addresses {
                try socket.add(address, to: link.index, flags: .noDuplicateDetection)
            }
            for route in machine.routes {
                try socket.add(
                    Route(destination: route.destination, gateway: route.gateway, link: link.index))
            }
        }
    }

    private func plug(_ machine: MachinePlan, _ namespace: NetworkNamespace) throws {
        let switchSocket = try RouteSocket(in: NetworkNamespace(name: plan.names.wire))
        try switchSocket.createVeth(
            name: machine.port, peerName: Self.interface, peerNamespace: namespace.descriptor)
        let bridge = try switchSocket.link(named: Self.bridge)
        let port = try switchSocket.link(named: machine.port)
        try switchSocket.set(port.index, LinkChange(isUp: true, master: bridge.index))
    }

    private func raise(_ name: String, _ socket: RouteSocket) throws {
        let link = try socket.link(named: name)
        try socket.set(link.index, LinkChange(isUp: true))
    }

    private func apply(
        _ settings: [MachinePlan.Setting], in namespace: NetworkNamespace
    ) throws {
        try namespace.run {
            for setting in settings {
                do {
                    try Sysctl.write(setting.path, setting.value)
                } catch where !setting.isOptional {
                    let remedy = setting.remedy.map { " (\($0))" } ?? ""
                    throw LabError("set \(setting.path) to \(setting.value)\(remedy)", cause: error)
                } catch {}
            }
        }
    }
}
