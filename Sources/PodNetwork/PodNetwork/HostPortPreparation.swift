import Conntrack
import LinuxSystem
import NetworkAddress
import PodRules
import RouteNetlink

/// What host ports need on the node beside their rules.
struct HostPortPreparation {
    let ports: [HostPort]

    init(_ ports: [HostPort]) { self.ports = ports }

    /// Lets packets from 127.0.0.1 leave by the interface that leads to the pod: the kernel holds
    /// them for impossible elsewhere.
    ///
    /// - Parameter link: the interface, where it is known; otherwise the route to the pod says it.
    func letLoopbackOut(by link: String? = nil) throws {
        var addresses: Set<IPAddress> = []
        for port in ports where port.masquerading != .none {
            let address = port.podAddress.address
            guard address.family == .ipv4, addresses.insert(address).inserted else { continue }
            guard let name = try link ?? interface(to: address) else { continue }
            try Sysctl.write("net/ipv4/conf/\(name)/route_localnet", "1")
        }
    }

    private func interface(to address: IPAddress) throws -> String? {
        let socket = try RouteSocket()
        // A pod that cannot be reached has no use for it, and the reference plugin goes on too.
        guard let index = try? socket.route(to: address).link else { return nil }
        return try socket.link(index)?.name
    }

    /// Ends the flows of datagrams to these ports, which would go where they went before. What
    /// fails here harms nobody for long: flows end by themselves.
    func forgetOldFlows() {
        let wanted = Set(ports.filter { $0.transport == .udp }.map(Key.init))
        guard !wanted.isEmpty, let socket = try? ConntrackSocket() else { return }
        for key in wanted {
            let filter = FlowFilter(
                family: key.family, transport: .udp, originalDestination: key.address,
                originalDestinationPort: key.port)
            for flow in (try? socket.list(filter)) ?? [] { _ = try? socket.delete(flow) }
        }
    }

    private struct Key: Hashable {
        var family: AddressFamily
        var address: IPAddress?
        var port: Port

        init(_ port: HostPort) {
            family = port.podAddress.family
            address = port.hostAddress
            self.port = port.hostPort
        }
    }
}
