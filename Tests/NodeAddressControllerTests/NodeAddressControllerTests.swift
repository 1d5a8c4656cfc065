import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import NetworkAddress
import NodeAddressController
import Testing

@Suite struct NodeAddressControllerTests {
    private static func options(_ ranges: String...) throws -> NodeAddressController.Options {
        .init(clusterRanges: try ranges.map { try #require(IPPrefix($0)) })
    }

    private static func addNodes(_ names: some Sequence<String>, _ test: TestCluster) async throws {
        for name in names {
            try await test.create(
                APIObject([
                    "apiVersion": "v1", "kind": "Node", "metadata": ["name": .string(name)],
                ]))
        }
    }

    private static func ranges(_ test: TestCluster) async throws -> [[String]] {
        try await test.list(.nodes).map {
            $0["spec", "podCIDRs"]?.array?.compactMap(\.string) ?? []
        }
    }

    @Test func `nodes get ranges of both families, and no range twice over restarts`() async throws
    {
        let test = try await TestCluster.start()
        let options = try Self.options("10.244.0.0/16", "fd00:10::/56")
        #expect(options.fault == nil)
        let first = NodeAddressController(test.context(), options)
        let task = test.run { await first.run() }
        try await Self.addNodes((0..<20).map { "a\($0)" }, test)
        try await test.eventually("all have ranges") {
            try await Self.ranges(test).allSatisfy { $0.count == 2 }
        }
        let before = Set(try await Self.ranges(test).flatMap { $0 })
        task.cancel()
        await task.value
        try await Self.addNodes((0..<20).map { "b\($0)" }, test)
        test.run(NodeAddressController(test.context(), options))
        try await test.eventually("the new ones have ranges too") {
            try await Self.ranges(test).allSatisfy { $0.count == 2 }
        }
        let after = try await Self.ranges(test).flatMap { $0 }
        #expect(Set(after).count == 80)
        #expect(before.isSubset(of: after))
        let node = try await test.cluster.get(.nodes, name: "a0")
        #expect(node["spec", "podCIDR"] == node["spec", "podCIDRs"]?.array?.first)
    }

    @Test func `a node that gets none waits until another goes, and an event says so`() async throws
    {
        let test = try await TestCluster.start()
        test.run(NodeAddressController(test.context(), try Self.options("10.244.0.0/24")))
        try await Self.addNodes(["a"], test)
        try await test.eventually("the first has it") {
            try await Self.ranges(test) == [["10.244.0.0/24"]]
        }
        try await Self.addNodes(["b"], test)
        try await test.eventually("the event") {
            try await test.events(about: "b").contains(
                "CIDRNotAvailable: Node b status is now: CIDRNotAvailable")
        }
        try await test.cluster.delete(.nodes, name: "a")
        try await test.eventually("the second has it") {
            try await Self.ranges(test) == [["10.244.0.0/24"]]
        }
    }

    @Test(arguments: [
        (["10.0.0.0/28"], "--cluster-cidr 10.0.0.0/28 can't be cut into ranges of /24"),
        (["10.0.0.0/16", "10.1.0.0/16"], "--cluster-cidr takes at most one range of each family"),
        ([], "no range for pods is given"),
    ])
    func `wrong options are told`(_ ranges: [String], _ message: String) throws {
        let options = NodeAddressController.Options(
            clusterRanges: try ranges.map { try #require(IPPrefix($0)) })
        #expect(options.fault?.contains(message) == true)
    }
}
