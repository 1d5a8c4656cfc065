import NetworkAddress
import ServiceExplanation
import ServiceProxyTesting
import Testing

/// The table of cases, asked of the model and of the kernel.
@Suite struct PacketCaseTests {
    static let transports: [TransportProtocol] = [.tcp, .udp, .sctp]
    /// How often each packet is sent: who is chosen is a matter of chance.
    static let repetitions = 12
    /// The same where nobody is chosen: what a set decides, it decides each time.
    static let repetitionsOfNone = 2

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

    @Test func `packets fare as each case says`() async throws {
        let groups = CaseGroup.groups(of: PacketCase.table, atMost: 10)
        #expect(groups.reduce(0) { $0 + $1.cases.count } == PacketCase.table.count)
        try await withThrowingTaskGroup { tasks in
            for group in groups { tasks.addTask { try Self.check(group) } }
            try await tasks.waitForAll()
        }
    }

    /// A packet of a case, and the row that says what becomes of it.
    private struct Question {
        var place: RowPlace
        var subject: PacketCase
        var probe: BedProbe
    }

    private struct RowPlace: Hashable {
        var packetCase: Int
        var row: Int
    }

    private static func questions(of group: CaseGroup) -> [Question] {
        group.cases.enumerated().flatMap { number, subject in
            subject.rows.enumerated().flatMap { index, row in
                AddressFamily.allCases.flatMap { family in
                    Self.transports.flatMap { transport in
                        let isAnswered = !row.expected.hosts.isEmpty
                        return Array(
                            repeating: Question(
                                place: RowPlace(packetCase: number, row: index), subject: subject,
                                probe: row.probe(family, transport)),
                            count: isAnswered ? Self.repetitions : Self.repetitionsOfNone)
                    }
                }
            }
        }
    }

    private static func check(_ group: CaseGroup) throws {
        let bed = try PacketBed()
        _ = try ProgrammedCluster(in: bed.node, group.cluster)
        let model = ClusterModel(group.cluster)
        let questions = questions(of: group)
        let results = try Prober(bed, width: 600).run(questions.map(\.probe))
        #expect(results.count == questions.count)
        var seen: [RowPlace: Set<BedHost>] = [:]
        for (question, result) in zip(questions, results) {
            let subject = question.subject
            let row = subject.rows[question.place.row]
            let family = result.probe.address.family
            let explanation = model.explain(result.probe, from: result.source)
            if !row.expected.isSaid(by: explanation, family) {
                Issue.record("\(subject): \(row): said \(explanation.fate)")
            }
            switch Verdict(result, explanation) {
            case .agrees: break
            case .unobservable: Issue.record("\(subject): \(row) can't be seen")
            case .differs(let words): Issue.record("\(subject): \(words)")
            }
            if case .answered(let sighting) = result.outcome,
                let host = row.expected.hosts.first(where: {
                    $0.address(family) == sighting.endpoint.address
                })
            {
                seen[question.place, default: []].insert(host)
            }
        }
        for (number, subject) in group.cases.enumerated() {
            for (index, row) in subject.rows.enumerated() {
                #expect(
                    seen[RowPlace(packetCase: number, row: index), default: []]
                        == Set(row.expected.hosts),
                    "\(subject): \(row): not everybody was chosen")
            }
        }
    }
}
