import NodeLifecycleController
import Testing

@Suite struct ZoneHealthTests {
    private func zone(_ name: String, ready: Int, lost: Int) throws -> [NodeState] {
        let good = try NodeTaintsTests.node(["Ready": "True"], zone: name)
        let bad = try NodeTaintsTests.node(["Ready": "Unknown"], zone: name)
        return Array(repeating: good, count: ready) + Array(repeating: bad, count: lost)
    }

    @Test(arguments: [
        (ready: 3, lost: 0, rate: 0.1), (ready: 2, lost: 1, rate: 0.1),
        (ready: 1, lost: 2, rate: 0.1), (ready: 2, lost: 3, rate: 0.0),
        (ready: 3, lost: 3, rate: 0.1), (ready: 20, lost: 40, rate: 0.01),
        (ready: 0, lost: 3, rate: 0.0),
    ])
    func `few lost nodes are given up fast, many slowly or not at all`(
        _ ready: Int, _ lost: Int, _ rate: Double
    ) throws {
        let nodes = try zone("a", ready: ready, lost: lost)
        let health = ZoneHealth(nodes)
        #expect(health.rate(of: nodes.first?.zone ?? "", ZoneHealth.Limits()) == rate)
        #expect(health.isAllLost == (ready == 0))
    }

    @Test func `a zone that is lost as a whole is given up while others live`() throws {
        let lost = try zone("a", ready: 0, lost: 5)
        let health = ZoneHealth(try lost + zone("b", ready: 1, lost: 0))
        #expect(health.rate(of: lost[0].zone, ZoneHealth.Limits()) == 0.1)
        #expect(!health.isAllLost)
    }

    @Test func `the first passes at once, the next by the rate`() {
        let start = ContinuousClock.now
        var limiter = EvictionLimiter(at: start)
        let asked: [(rate: Double, after: Int)] = [(0.5, 0), (0.5, 0), (0.5, 1), (0.5, 2), (0, 3)]
        var pauses: [Duration?] = []
        for (rate, after) in asked {
            pauses.append(limiter.take(rate: rate, at: start + .seconds(after)))
        }
        #expect(pauses == [nil, .seconds(2), .seconds(1), nil, .seconds(5)])
    }
}
