import NetworkAddress
import ServiceExplanation
import ServiceProxyTesting
import Testing

/// The table of cases, asked of the model and of the kernel.
@Suite struct PacketCaseTests {
    static let transports: [TransportProtocol] = [.tcp, .udp, .sctp]
    /// How often each packet is sent: who is chosen is a matter of chance.
    static let repetitions = 12

    @Test(arguments: PacketCase.table)
    func `the model says of each case what becomes of its packets`(_ packetCase: PacketCase) {
        let model = ClusterModel(packetCase.cluster)
        for row in packetCase.rows {
            for family in AddressFamily.allCases {
                for transport in Self.transports {
                    let explanation = model.explain(row.probe(family, transport))
                    #expect(
                        row.expected.isSaid(by: explanation, family),
                        "\(row) \(family) \(transport): \(explanation.reasons)")
                    #expect(!explanation.reasons.isEmpty, "\(row): no reasons")
                }
            }
        }
    }

    @Test func `packets fare as each case says`() throws {
        let bed = try PacketBed()
        let prober = Prober(bed)
        var programmed = try ProgrammedCluster(in: bed.node, ClusterSketch())
        for packetCase in PacketCase.table {
            try programmed.become(packetCase.cluster)
            try check(packetCase, prober)
        }
    }

    private func check(_ packetCase: PacketCase, _ prober: Prober) throws {
        let model = ClusterModel(packetCase.cluster)
        let probes = packetCase.rows.flatMap { row in
            AddressFamily.allCases.flatMap { family in
                Self.transports.flatMap {
                    Array(repeating: row.probe(family, $0), count: Self.repetitions)
                }
            }
        }
        var seen: [PacketCase.Row: Set<BedHost>] = [:]
        let perRow = AddressFamily.allCases.count * Self.transports.count * Self.repetitions
        for (index, result) in try prober.run(probes).enumerated() {
            let row = packetCase.rows[index / perRow]
            let explanation = model.explain(result.probe, from: result.source)
            switch Verdict(result, explanation) {
            case .agrees: break
            case .unobservable: Issue.record("\(packetCase): \(row) can't be seen")
            case .differs(let words): Issue.record("\(packetCase): \(words)")
            }
            if case .answered(let sighting) = result.outcome,
                let host = row.expected.hosts.first(where: {
                    $0.address(result.probe.address.family) == sighting.endpoint.address
                })
            {
                seen[row, default: []].insert(host)
            }
        }
        for row in packetCase.rows {
            #expect(
                seen[row, default: []] == Set(row.expected.hosts),
                "\(packetCase): \(row): not everybody was chosen")
        }
    }
}
