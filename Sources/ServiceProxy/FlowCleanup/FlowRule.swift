import Conntrack
import NetworkAddress
import ServiceModel

/// Which flows must end.
package struct FlowRule: Sendable {
    /// Who serves a target.
    package var targets: [Frontend.Target: Set<SocketEndpoint>]
    /// The addresses that node ports answer on.
    package var nodePortAddresses: Set<IPAddress>

    package init(
        targets: [Frontend.Target: Set<SocketEndpoint>], nodePortAddresses: Set<IPAddress>
    ) {
        self.targets = targets
        self.nodePortAddresses = nodePortAddresses
    }

    /// Whether a flow leads elsewhere than to those who serve its target.
    package func mustEnd(_ flow: Flow) -> Bool {
        guard let port = flow.original.destinationPort, let from = flow.reply.sourcePort,
            let endpoints = endpoints(flow.original.destination, port)
        else { return false }
        let reached = SocketEndpoint(flow.reply.source, from)
        if endpoints.contains(reached) { return false }
        // Where nobody serves any more, flows that were never translated are somebody else's.
        return !endpoints.isEmpty || reached != SocketEndpoint(flow.original.destination, port)
    }

    private func endpoints(_ address: IPAddress, _ port: Port) -> Set<SocketEndpoint>? {
        let own = Frontend.Target(address: address, transport: .udp, port: port)
        if let found = targets[own] { return found }
        guard nodePortAddresses.contains(address) else { return nil }
        return targets[Frontend.Target(address: nil, transport: .udp, port: port)]
    }
}
