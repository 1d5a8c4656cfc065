import NetworkAddress
import ServiceExplanation
import ServiceProxyTesting
import Testing

/// Ten thousand packets on random clusters: what is said of them is what becomes of them.
@Suite struct RandomClusterTests {
    @Test func `explain says what ten thousand packets do`() async throws {
        let tally = try await withThrowingTaskGroup { tasks in
            for _ in 0..<5 { tasks.addTask { try Self.rounds(5) } }
            return try await tasks.reduce(into: Tally()) { $0.add($1) }
        }
        print("10,000 random packets: \(tally)")
        // A generator that asks nothing would agree with anybody.
        #expect(tally.refused > 200 && tally.dropped > 200 && tally.untouched > 200)
        #expect(tally.kept > 500 && tally.masqueraded > 500)
        #expect(tally.unobservable < 1000)
    }

    /// Four hundred packets a round, in a bed of its own.
    private static func rounds(_ count: Int) throws -> Tally {
        let seed = UInt64.random(in: 0..<1_000_000)
        var generator = SeededGenerator(seed: seed)
        let bed = try PacketBed()
        let prober = Prober(bed)
        var programmed = try ProgrammedCluster(in: bed.node, ClusterSketch())
        var cluster = ClusterSketch()
        var tally = Tally()
        for round in 0..<count {
            // Every third is a cluster of its own; the others are a few changes away.
            cluster =
                round % 3 == 0
                ? .random(services: 14, using: &generator) : cluster.changed(using: &generator)
            try programmed.become(cluster)
            let model = ClusterModel(cluster)
            let probes = (0..<400).map { _ in cluster.randomProbe(using: &generator) }
            for result in try prober.run(probes) {
                let explanation = model.explain(result.probe, from: result.source)
                switch Verdict(result, explanation) {
                case .agrees: tally.count(explanation.fate)
                case .unobservable: tally.unobservable += 1
                case .differs(let words):
                    Issue.record("seed \(seed), round \(round): \(words); \(cluster.settings)")
                }
            }
        }
        return tally
    }

    private struct Tally {
        var refused = 0
        var dropped = 0
        var untouched = 0
        var kept = 0
        var masqueraded = 0
        var unobservable = 0

        mutating func add(_ other: Tally) {
            refused += other.refused
            dropped += other.dropped
            untouched += other.untouched
            kept += other.kept
            masqueraded += other.masqueraded
            unobservable += other.unobservable
        }

        mutating func count(_ fate: PacketFate) {
            switch fate {
            case .refused: refused += 1
            case .dropped: dropped += 1
            case .untouched: untouched += 1
            case .translated(let candidates):
                if candidates.contains(where: \.isMasqueraded) {
                    masqueraded += 1
                } else {
                    kept += 1
                }
            }
        }
    }
}

extension ClusterSketch {
    /// What is not in the Services.
    var settings: String {
        "\(locality), masquerades all: \(masqueradesAll), node ports at \(nodePortAddresses)"
    }
}
