import KubernetesAPI
import NetworkAddress

/// The addresses of a Service in one family, by how they came to be.
struct ServiceAddresses {
    var clusterIPs: [IPAddress]
    var externalIPs: [IPAddress]
    var ingress: [IPAddress]

    init(of service: Service, family: AddressFamily) {
        let spec = service.spec
        func parsed(_ texts: [String]) -> [IPAddress] {
            texts.compactMap { IPAddress($0) }.filter { $0.family == family }
        }
        clusterIPs = parsed(spec.clusterIPs.isEmpty ? [spec.clusterIP] : spec.clusterIPs)
        externalIPs = parsed(spec.externalIPs)
        // Source ranges are not enforced yet: an address that asks for them stays closed.
        let isOpen = spec.type == .loadBalancer && spec.loadBalancerSourceRanges.isEmpty
        ingress =
            isOpen
            ? parsed(service.status.ingress.filter { $0.ipMode != .proxy }.compactMap(\.ip)) : []
    }

    /// Without an address of its own the Service isn't there in this family.
    var isEmpty: Bool { clusterIPs.isEmpty }

    /// Where a port is reached; a target that comes twice counts as the first.
    func frontends(of port: KubernetesAPI.ServicePort) -> [Frontend] {
        let transport = TransportProtocol(port.protocol)
        var found: [Frontend] = []
        func add(_ kind: Frontend.Kind, _ address: IPAddress?, _ number: UInt16) {
            let target = Frontend.Target(
                address: address, transport: transport, port: Port(rawValue: number))
            // A handful: comparing them is cheaper than a set.
            if !found.contains(where: { $0.target == target }) {
                found.append(Frontend(kind, target))
            }
        }
        for address in clusterIPs { add(.clusterIP, address, port.port) }
        for address in externalIPs { add(.externalIP, address, port.port) }
        for address in ingress { add(.loadBalancer, address, port.port) }
        if let number = port.nodePort, number != 0 { add(.nodePort, nil, number) }
        return found.sorted()
    }
}
