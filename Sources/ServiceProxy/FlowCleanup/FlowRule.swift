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
    package func mustEnd(_ flow: Flow) -> Bool { stranger(flow) != nil }

    /// The target and the endpoint of a flow that leads elsewhere than to those who serve.
    package func stranger(_ flow: Flow) -> (target: Frontend.Target, endpoint: SocketEndpoint)? {
        guard let port = flow.original.destinationPort, let from = flow.reply.sourcePort,
            let (target, endpoints) = find(flow.original, port)
        else { return nil }
        let reached = SocketEndpoint(flow.reply.source, from)
        if endpoints.contains(reached) { return nil }
        // Where nobody serves any more, flows that were never translated are somebody else's.
        let isTranslated = reached != SocketEndpoint(flow.original.destination, port)
        return !endpoints.isEmpty || isTranslated ? (target, reached) : nil
    }

    private func find(
        _ original: FlowTuple, _ port: Port
    ) -> (Frontend.Target, Set<SocketEndpoint>)? {
        for target in original.targets(port, nodePortAddresses) {
            if let found = targets[target] { return (target, found) }
        }
        return nil
    }
}

extension FlowTuple {
    /// What the first packet may have been addressed to: an address's own target goes first.
    package func targets(
        _ port: Port, _ nodePortAddresses: Set<IPAddress>
    ) -> [Frontend.Target] {
        let own = Frontend.Target(address: destination, transport: transport, port: port)
        guard nodePortAddresses.contains(destination) else { return [own] }
        return [own, Frontend.Target(address: nil, transport: transport, port: port)]
    }
}
