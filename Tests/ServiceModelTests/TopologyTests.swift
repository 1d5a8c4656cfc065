import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

/// A node called `here` in zone `z1`.
let hereInZone1 = """
    apiVersion: v1
    kind: Node
    metadata: {name: here, labels: {topology.kubernetes.io/zone: z1}}
    status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}
    ---

    """

@Suite struct TopologyTests {
    /// One endpoint with hints as text: `z1 z2/here` is for two zones and one node.
    func slices(_ hints: [String], ready: [Bool]? = nil) -> String {
        let list = hints.enumerated().map { index, text -> String in
            let sides = text.split(separator: "/", omittingEmptySubsequences: false)
            func names(_ side: Int) -> String {
                guard sides.count > side else { return "" }
                return sides[side].split(separator: " ").map { "{name: \($0)}" }
                    .joined(separator: ", ")
            }
            let isReady = ready?[index] ?? true
            return "{addresses: [10.0.0.\(index + 1)], conditions: {ready: \(isReady), "
                + "serving: \(isReady)}, "
                + "hints: {forZones: [\(names(0))], forNodes: [\(names(1))]}}"
        }
        return slice("[\(list.joined(separator: ", "))]")
    }

    func chosen(_ text: String, node: String = hereInZone1) throws -> [Int] {
        let plain = service("clusterIP: 10.96.0.1\nports: [{port: 80}]")
        return try endpoints(catalog(node + plain + text)).compactMap {
            $0.split(separator: ":").first?.split(separator: ".").last.flatMap { Int($0) }
        }
    }

    @Test(arguments: [
        (["z1", "z2", "z1"], [1, 3], "the zone's own"),
        (["z1", "z2", ""], [1, 2, 3], "one carries no hint"),
        (["z3", "z2"], [1, 2], "no hint names the zone"),
        (["z1 z2", "z2"], [1], "two zones at one endpoint"),
        (["z1/here", "z1/there", "z2/here"], [1, 3], "the node before the zone"),
        (["z1/there", "z1/there", "z2/there"], [1, 2], "no hint names the node, so the zone"),
        (["z2/there", "z2/there"], [1, 2], "neither: all"),
        (["z1/here", "z1", "z2/here"], [1, 2], "one without a node's name, so the zone"),
        (["/here", "/there"], [1], "hints for nodes alone"),
    ])
    func `hints are followed when all ready endpoints carry them and one fits`(
        hints: [String], expected: [Int], why: String
    ) throws {
        #expect(try chosen(slices(hints)) == expected, "\(why)")
    }

    @Test func `an unready endpoint's hints say nothing`() throws {
        #expect(try chosen(slices(["z1", "z2", ""], ready: [true, true, false])) == [1])
        #expect(try chosen(slices(["z1", "z2"], ready: [false, true])) == [2])
    }

    @Test func `a node without a zone ignores hints for zones`() throws {
        #expect(try chosen(slices(["z1", "z2"]), node: "") == [1, 2])
    }

    @Test func `a changed zone is looked at where there are hints, and nowhere else`() throws {
        let other = service("clusterIP: 10.96.0.2\nports: [{port: 80}]", name: "other")
        var catalog = try catalog(
            service("clusterIP: 10.96.0.1\nports: [{port: 80}]") + other + slices(["z1", "z2"]))
        _ = catalog.takeChanged()
        for object in try objects(hereInZone1) { catalog.apply(object) }
        #expect(catalog.takeChanged() == [web])
        #expect(try endpoints(catalog) == ["10.0.0.1:8080"])
        // Heartbeats change nothing.
        _ = catalog.takeChangedSurroundings()
        for object in try objects(hereInZone1) { catalog.apply(object) }
        let isChanged = catalog.takeChangedSurroundings()
        #expect(catalog.takeChanged().isEmpty && !isChanged)
    }
}
