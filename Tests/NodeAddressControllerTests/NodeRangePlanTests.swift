import NetworkAddress
import NodeAddressController
import Testing

@Suite struct NodeRangePlanTests {
    private func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

    private func pool(_ cluster: String, _ length: Int) throws -> NodeRangePool {
        try #require(NodeRangePool(prefix(cluster), length: length))
    }

    @Test func `each node gets ranges of its own, of both families, until there are none`() throws {
        var plan = NodeRangePlan([
            try pool("10.244.0.0/22", 24), try pool("fd00:10::/56", 64),
        ])
        var given: Set<IPPrefix> = []
        for number in 0..<4 {
            let found = plan.ranges(for: "n\(number)")
            let ranges = try #require(found)
            #expect(ranges.map(\.length) == [24, 64])
            for range in ranges { #expect(given.insert(range).inserted) }
            let again = plan.ranges(for: "n\(number)")
            #expect(again == ranges)
        }
        let none = plan.ranges(for: "n4")
        #expect(none == nil)
        plan.forget("n2")
        let freed = plan.ranges(for: "n4")
        #expect(freed?.first?.description == "10.244.2.0/24")
    }

    @Test func `what nodes have and what is reserved is not given`() throws {
        var plan = NodeRangePlan(
            [try pool("10.244.0.0/21", 24)], reserved: [try prefix("10.244.1.0/30")])
        // Ranges of another size, from before the flags were changed.
        plan.observe("old", has: [try prefix("10.244.2.0/23")])
        plan.observe("older", has: [try prefix("10.244.0.128/25")])
        var rest: [String] = []
        while let range = plan.ranges(for: "n\(rest.count)")?.first {
            rest.append(range.description)
        }
        #expect(rest == ["10.244.4.0/24", "10.244.5.0/24", "10.244.6.0/24", "10.244.7.0/24"])
    }

    @Test func `what a node says counts more than what was decided for it`() throws {
        var plan = NodeRangePlan([try pool("10.244.0.0/23", 24)])
        _ = plan.ranges(for: "a")
        plan.observe("a", has: [])
        let decided = plan.ranges(for: "a")
        #expect(decided?.map(\.description) == ["10.244.0.0/24"])
        plan.observe("a", has: [try prefix("10.244.1.0/24")])
        let others = plan.ranges(for: "b")
        #expect(others?.map(\.description) == ["10.244.0.0/24"])
    }

    @Test(arguments: [
        ("10.244.0.0/16", 8), ("10.244.0.0/16", 33), ("fd00::/32", 64), ("10.244.0.0/25", 24),
    ])
    func `ranges that can't be cut are refused`(_ cluster: String, _ length: Int) throws {
        let range = try prefix(cluster)
        #expect(NodeRangePool(range, length: length) == nil)
    }
}
