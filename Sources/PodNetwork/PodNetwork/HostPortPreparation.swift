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
        var addresses: [IPAddress] = []
        for port in ports where port.masquerading != .none {
            let address = port.podAddress.address
            guard address.family == .ipv4, !addresses.contains(address) else { continue }
            addresses.append(address)
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
    ///
    /// The kernel walks the whole table for each list, however few flows are in it (13 ms for the
    /// 262,144 buckets of Linux 6.18), so there is one list a family, and none while there are no
    /// flows at all.
    func forgetOldFlows() {
        guard ports.contains(where: { $0.transport == .udp }) else { return }
        let wanted = Set(ports.filter { $0.transport == .udp }.map(Key.init))
        guard Self.hasFlows, let socket = try? ConntrackSocket() else { return }
        for (family, keys) in Dictionary(grouping: wanted, by: \.family) {
            let only = keys.count == 1 ? keys.first : nil
            let filter = FlowFilter(
                family: family, transport: .udp, originalDestination: only?.address,
                originalDestinationPort: only?.port)
            for flow in (try? socket.list(filter)) ?? []
            where keys.contains(where: { $0.isMet(by: flow.original) }) {
                _ = try? socket.delete(flow)
            }
        }
    }

    /// Whether the node tracks any flow; so it is taken when the kernel does not say.
    private static var hasFlows: Bool {
        (try? Sysctl.read("net/netfilter/nf_conntrack_count")) != "0"
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

        func isMet(by tuple: FlowTuple) -> Bool {
            tuple.destinationPort == port && (address ?? tuple.destination) == tuple.destination
        }
    }
}
