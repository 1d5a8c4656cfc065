import Conntrack
import NetworkAddress
import ServiceModel

/// Which connections are cut: those to an endpoint that was taken out, by way of a target of the
/// Service that it was taken out of.
package struct CutRule: Sendable {
    package var cuts: [SocketEndpoint: Set<Frontend.Target>]
    package var nodePortAddresses: Set<IPAddress>

    package init(
        cuts: [SocketEndpoint: Set<Frontend.Target>], nodePortAddresses: Set<IPAddress>
    ) {
        self.cuts = cuts
        self.nodePortAddresses = nodePortAddresses
    }

    /// Whether a connection is one of them.
    package func mustEnd(_ flow: Flow) -> Bool {
        guard let port = flow.original.destinationPort, let from = flow.reply.sourcePort,
            let targets = cuts[SocketEndpoint(flow.reply.source, from)]
        else { return false }
        return flow.original.targets(port, nodePortAddresses).contains(where: targets.contains)
    }

    /// The narrowest filter that lets all of them through.
    package func filter(_ family: AddressFamily, _ transport: TransportProtocol) -> FlowFilter {
        var filter = FlowFilter(
            family: family, transport: transport, status: .destinationNAT)
        if cuts.count == 1, let only = cuts.keys.first {
            filter.replySource = only.address
            filter.replySourcePort = only.port
        }
        return filter
    }
}
