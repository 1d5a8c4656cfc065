import NetworkAddress
import ServiceProxyTesting
import Testing

/// Clients that are remembered, when the endpoint that they were led to goes.
@Suite struct AffinityTests {
    @Test func `a client whose endpoint went gets another, however little was left of its memory`()
        throws
    {
        let bed = try PacketBed()
        let prober = Prober(bed)
        var programmed = try ProgrammedCluster(in: bed.node, ClusterSketch())
        let hosts: [BedHost] = [.podA2, .podB1]
        let transports: [TransportProtocol] = [.tcp, .udp, .sctp]
        for step in 0..<8 {
            let host = hosts[step % hosts.count]
            var service = ServiceSketch(1, [EndpointSketch(host)])
            service.affinitySeconds = 1
            try programmed.become(ClusterSketch([service]))
            let probes = AddressFamily.allCases.flatMap { family in
                transports.map {
                    BedProbe(
                        from: .podA1, to: BedAddress.cluster(1, family),
                        port: ServiceSketch.port, transport: $0)
                }
            }
            for result in try prober.run(probes) {
                guard case .answered(let sighting) = result.outcome else {
                    Issue.record("\(result.probe): \(result.outcome)")
                    continue
                }
                #expect(
                    sighting.endpoint.address == host.address(result.probe.address.family),
                    "step \(step): \(result.probe)")
            }
        }
    }
}
