import APIMachinery
import SchedulingModel
import Testing

@Suite struct NodeTableTests {
    static let zone = "topology.kubernetes.io/zone"

    @Test func `nodes come in turns of their zones`() throws {
        let table = NodeTable()
        for (name, zone) in [("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("c1", "c")] {
            table.update(try Written.node(name, labels: "{\(Self.zone): \(zone)}"))
        }
        #expect(table.nodeOrder.map { table.nodes[$0].name } == ["a1", "b1", "c1", "a2", "a3"])
        table.removeNode(named: "b1")
        #expect(table.nodeOrder.map { table.nodes[$0].name } == ["a1", "c1", "a2", "a3"])
    }

    @Test func `pods of a node that is gone are known until they go too`() throws {
        let table = NodeTable()
        let pod = try Written.pod("p", "{containers: [{resources: {requests: {cpu: 1}}}]}")
        table.place(pod, on: "a")
        #expect(table.node(named: "a") == nil)
        table.update(try Written.node("a"))
        #expect(table.node(named: "a")?.requested.milliCPU == 1000)
        table.removeNode(named: "a")
        #expect(table.placement(uid: "p")?.node.name == "a")
        table.remove(uid: "p")
        #expect(table.podCount == 0)
        table.update(try Written.node("b"))
        #expect(table.nodes.count == 1)
    }

    /// What is kept as things come and go must be what counting anew gives.
    @Test(arguments: 1...20)
    func `counts stay true through any changes`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let table = NodeTable()
        let pods = try (0..<12).map { number in
            let term =
                "[{labelSelector: {matchLabels: {app: a}}, topologyKey: \(Self.zone)}]"
            return try Written.pod(
                "p\(number)",
                number % 3 == 0
                    ? "{affinity: {podAntiAffinity: "
                        + "{requiredDuringSchedulingIgnoredDuringExecution: \(term)}}}" : "{}",
                labels: "{app: \(number % 2 == 0 ? "a" : "b")}")
        }
        let matcher = PodMatcher(
            [.init(namespaces: ["default"], selector: LabelSelector(["app": "a"]))],
            countsDeleting: true)
        let demand = try Written.pod("d", "{nodeSelector: {\(Self.zone): z1}}").nodeDemand
        var views: [String: NodeView] = [:]
        var places: [String: String] = [:]
        for _ in 0..<60 {
            let node = "n\(Int.random(in: 0..<5, using: &random))"
            let pod = pods[Int.random(in: 0..<pods.count, using: &random)]
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                let zone = "z\(Int.random(in: 0..<3, using: &random))"
                views[node] = try Written.node(node, labels: "{\(Self.zone): \(zone)}")
                if let view = views[node] { table.update(view) }
            case 1:
                views[node] = nil
                table.removeNode(named: node)
            case 2:
                places[pod.uid] = nil
                table.remove(uid: pod.uid)
            default:
                places[pod.uid] = node
                table.place(pod, on: node)
            }
            _ = (table.podCounts(matcher), table.topology(Self.zone), table.matches(demand))
        }
        let fresh = NodeTable()
        for view in views.values { fresh.update(view) }
        for pod in pods { if let node = places[pod.uid] { fresh.place(pod, on: node) } }
        #expect(Self.facts(table, matcher, demand) == Self.facts(fresh, matcher, demand))
    }

    /// What plugins see of each node, and of terms.
    private static func facts(
        _ table: NodeTable, _ matcher: PodMatcher, _ demand: NodeDemand
    ) -> Set<String> {
        let counts = table.podCounts(matcher)
        let matches = table.matches(demand)
        var facts: Set<String> = []
        for slot in table.nodeOrder {
            let node = table.nodes[slot]
            let pods = node.pods.map(\.name).sorted()
            let hasZone = table.topology(zone).domains[slot] >= 0
            let same = table.nodeOrder.filter {
                table.topology(zone).domains[$0] == table.topology(zone).domains[slot]
            }.map { table.nodes[$0].name }.sorted()
            facts.insert(
                "\(node.name) \(pods) \(counts[slot]) \(matches[slot]) \(hasZone) \(same)")
        }
        for (term, holders) in table.exclusions.counts {
            let held = holders.map { "\(table.nodes[$0.key].name)=\($0.value)" }.sorted()
            facts.insert("\(term.topologyKey) \(held)")
        }
        return facts
    }
}

/// A generator that a failing test can be run again with.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) ^ (state << 31)
    }
}
