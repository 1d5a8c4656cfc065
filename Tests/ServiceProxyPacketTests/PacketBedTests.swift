import NetworkAddress
import ServiceProxyTesting
import Testing

/// What the bed itself does, without a proxy: else nothing that is seen in it means anything.
@Suite struct PacketBedTests {
    static let transports: [TransportProtocol] = [.tcp, .udp, .sctp]

    @Test func `everybody reaches everybody, and is seen as himself`() throws {
        let bed = try PacketBed()
        var probes: [BedProbe] = []
        for family in AddressFamily.allCases {
            for from in BedHost.clients {
                for host in BedHost.responders where host != from {
                    for transport in Self.transports {
                        probes.append(
                            BedProbe(
                                from: from, to: host.address(family), port: 8081,
                                transport: transport))
                    }
                }
            }
        }
        for result in try Prober(bed).run(probes) {
            guard case .answered(let sighting) = result.outcome else {
                Issue.record("\(result.probe): \(result.outcome)")
                continue
            }
            #expect(sighting.endpoint == SocketEndpoint(result.probe.address, 8081))
            #expect(sighting.source == result.source, "\(result.probe)")
        }
    }

    @Test func `what leads out is unreachable, and a closed port refuses`() throws {
        let bed = try PacketBed()
        var probes: [BedProbe] = []
        var expected: [ProbeOutcome] = []
        for family in AddressFamily.allCases {
            for from in BedHost.clients {
                for transport in Self.transports {
                    probes.append(
                        BedProbe(
                            from: from, to: BedAddress.outside(9, family), port: 80,
                            transport: transport))
                    expected.append(.unreachable)
                }
                for transport in [TransportProtocol.tcp, .udp] where from != .podA2 {
                    probes.append(
                        BedProbe(
                            from: from, to: BedHost.podA2.address(family), port: 81,
                            transport: transport))
                    expected.append(.refused)
                }
            }
        }
        for (result, expected) in zip(try Prober(bed).run(probes), expected) {
            #expect(result.outcome == expected, "\(result.probe)")
        }
    }
}
