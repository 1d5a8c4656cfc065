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
            try RouteSocket(in: namespace).create(
                LinkRequest(name: Self.bridge, kind: .bridge(BridgeOptions()), isUp: true))
        }
    }

    /// A machine's namespace with its cable, addresses, routes and sysctls.
    func make(_ machine: MachinePlan) throws {
        try during("make \(machine.isNode ? "node" : "host") \(machine.name)") {
            let namespace = try NetworkNamespace.create(name: machine.namespace)
            try apply(machine.settings, in: namespace)
            try plug(machine, namespace)
            let socket = try RouteSocket(in: namespace)
            try socket.set(try index("lo", socket), .up)
            let cable = try index(Self.interface, socket)
            try socket.set(cable, .up)
            for address in machine.addresses {
                // Two machines with one address were refused before: nothing to detect.
                try socket.add(address, to: cable, flags: .noDuplicateDetection)
            }
            for route in machine.routes {
                try socket.add(Route(to: route.destination, via: route.gateway, link: cable))
            }
        }
    }

    /// Teaches a machine more ways.
    func add(_ routes: [MachinePlan.Route], to machine: MachinePlan) throws {
        try during("add routes to \(machine.name)") {
            let socket = try RouteSocket(in: NetworkNamespace(name: machine.namespace))
            let cable = try index(Self.interface, socket)
            for route in routes {
                try socket.add(Route(to: route.destination, via: route.gateway, link: cable))
            }
        }
    }

    /// Whether the switch still has a machine's port.
    func hasPort(of machine: MachinePlan) throws -> Bool {
        try RouteSocket(in: NetworkNamespace(name: plan.names.wire))
            .link(named: machine.port) != nil
    }

    /// Plugs a machine's cable in, or out.
    func connect(_ machine: MachinePlan, _ isConnected: Bool) throws {
        try during("\(isConnected ? "connect" : "cut off") \(machine.name)") {
            let socket = try RouteSocket(in: NetworkNamespace(name: plan.names.wire))
            try socket.set(try index(machine.port, socket), isConnected ? .up : .down)
        }
    }

    private func plug(_ machine: MachinePlan, _ namespace: NetworkNamespace) throws {
        let socket = try RouteSocket(in: NetworkNamespace(name: plan.names.wire))
        try socket.createVeth(
            name: machine.port, isUp: true, master: try index(Self.bridge, socket),
            peerName: Self.interface, peerNamespace: namespace.descriptor)
    }

    private func index(_ name: String, _ socket: RouteSocket) throws -> LinkIndex {
        guard let link = try socket.link(named: name) else {
            throw LabError("the link \(name) has vanished")
        }
        return link.index
    }

    private func apply(
        _ settings: [MachinePlan.Setting], in namespace: NetworkNamespace
    ) throws {
        try namespace.run {
            for setting in settings {
                do {
                    try Sysctl.write(setting.path, setting.value)
                } catch {
                    guard !setting.isOptional else { continue }
                    let remedy = setting.remedy.map { " (\($0))" } ?? ""
                    throw LabError("set \(setting.path) to \(setting.value)\(remedy)", cause: error)
                }
            }
        }
    }
}
