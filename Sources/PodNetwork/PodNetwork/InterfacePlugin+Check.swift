import CNIProtocol
import NetworkAddress
import PodShaping
import RouteNetlink

/// The parts of CHECK that all plugins with an interface share. Only what the plugin made is looked
/// at; plugins behind it may have added to it.
extension InterfacePlugin {
    /// The pod's end.
    func checkPodLink(
        _ pod: PodNamespace, _ result: CNIResult, isUp: Bool = true
    ) throws -> Link {
        let name = invocation.interfaceName
        guard let link = try pod.socket.link(named: name) else {
            throw CNIError.check("the pod has no interface \(name)")
        }
        guard link.kind == .veth else { throw CNIError.check("\(name) is no end of a pair") }
        let said = result.interfaces.first {
            $0.name == name && $0.sandbox == invocation.namespacePath
        }
        guard let said else {
            throw CNIError.check("prevResult has no interface \(name) in the pod")
        }
        try checkMAC(link, said)
        guard link.isUp || !isUp else { throw CNIError.check("\(name) is down") }
        return link
    }

    /// The node's end.
    func checkHostLink(
        _ node: RouteSocket, _ result: CNIResult, not others: [String] = []
    ) throws -> Link {
        let outside = result.interfaces.filter {
            $0.sandbox == nil && !others.contains($0.name) && !$0.name.hasPrefix(QueueName.prefix)
        }
        guard let said = outside.first else {
            throw CNIError.check("prevResult has no end on the node")
        }
        guard let link = try node.link(named: said.name), link.kind == .veth else {
            throw CNIError.check("the node has no pair's end \(said.name)")
        }
        try checkMAC(link, said)
        guard link.isUp else { throw CNIError.check("\(said.name) is down") }
        return link
    }

    private func checkMAC(_ link: Link, _ said: ResultInterface) throws {
        guard let mac = said.mac, mac != link.mac?.description else { return }
        throw CNIError.check(
            "\(link.name) has the hardware address \(link.mac ?? .zero), not \(mac)")
    }

    /// Addresses and routes in the pod.
    func checkStack(_ pod: PodNamespace, _ link: Link, _ result: CNIResult) throws {
        let present = try pod.socket.addresses(of: link.index).map(\.address)
        for address in addresses(in: result) where !present.contains(address.address) {
            throw CNIError.check("\(link.name) has no address \(address.address)")
        }
        guard !result.routes.isEmpty else { return }
        let routes = try pod.socket.routes()
        for said in result.routes {
            let isPresent = routes.contains { route in
                route.prefix == said.destination
                    && (said.gateway == nil || route.gateway == said.gateway)
            }
            guard isPresent || said.table.map({ $0 != 254 }) ?? false else {
                throw CNIError.check("the pod has no route to \(said.destination)")
            }
        }
    }
}
