import AddressManagement
import CNIProtocol
import NetworkAddress
import Testing

@Suite struct PoolTests {
    func decode(
        _ ipam: String, more: String = "", version: String = "1.0.0"
    ) throws
        -> HostLocalConfiguration
    {
        let text = """
            {"cniVersion":"\(version)","name":"n","type":"bridge"\(more),
             "ipam":{"type":"host-local",\(ipam)}}
            """
        return try HostLocalConfiguration(
            try NetworkConfiguration(parsing: Array(text.utf8), for: .add),
            arguments: CNIArguments())
    }

    @Test(arguments: [
        (#""subnet":"10.1.0.0/24""#, "10.1.0.1-10.1.0.254", "10.1.0.1"),
        (#""subnet":"10.1.0.0/30""#, "10.1.0.1-10.1.0.2", "10.1.0.1"),
        (#""subnet":"fd00::/64""#, "fd00::1-fd00::ffff:ffff:ffff:ffff", "fd00::1"),
        (
            #""subnet":"10.1.0.0/24","rangeStart":"10.1.0.9","rangeEnd":"10.1.0.11","#
                + #""gateway":"10.1.0.254""#,
            "10.1.0.9-10.1.0.11", "10.1.0.254"
        ),
    ])
    func `a subnet has its defaults`(ipam: String, range: String, gateway: String) throws {
        let pool = try #require(try decode(ipam).rangeSets.first?.pools.first)
        #expect(pool.range.description == range)
        #expect(pool.gateway.description == gateway)
    }

    @Test(arguments: [
        (#""routes":[]"#, "ipam.ranges"),
        (#""subnet":"10.1.0.5/24""#, "without host bits, 10.1.0.0/24"),
        (#""subnet":"10.1.0.0/31""#, "/30 or shorter"),
        (#""subnet":"10.1.0.0/32""#, "/30 or shorter"),
        (#""subnet":"fd00::/127""#, "/126 or shorter"),
        (#""subnet":"10.1.0.0""#, "ipam.subnet"),
        (#""subnet":7"#, "ipam.subnet"),
        (#""ranges":[[]]"#, "at least one range"),
        (#""ranges":[[{}]]"#, "ipam.ranges[0][0].subnet"),
        (
            #""ranges":[[{"subnet":"10.1.0.0/24"},{"subnet":"10.1.0.0/25"}]]"#,
            "10.1.0.1-10.1.0.254 and 10.1.0.1-10.1.0.126 overlap"
        ),
        (
            #""ranges":[[{"subnet":"10.1.0.0/24"}],[{"subnet":"10.1.0.0/25"}]]"#,
            "range sets 0 and 1 overlap: 10.1.0.1-10.1.0.254 and 10.1.0.1-10.1.0.126"
        ),
        (
            #""ranges":[[{"subnet":"10.1.0.0/24"},{"subnet":"fd00::/64"}]]"#,
            "one address family"
        ),
        (
            #""ranges":[[{"subnet":"10.1.0.0/24","rangeStart":"10.2.0.1"}]]"#,
            "ranges[0][0].rangeStart"
        ),
        (
            #""ranges":[[{"subnet":"10.1.0.0/24","rangeStart":"10.1.0.9","rangeEnd":"10.1.0.4"}]]"#,
            "not below rangeStart 10.1.0.9"
        ),
        (#""subnet":"10.1.0.0/24","gateway":"fd00::1""#, "ipam.gateway"),
        (#""subnet":"10.1.0.0/24","routes":[{"dst":"bad"}]"#, "ipam.routes[0].dst"),
        (
            #""subnet":"10.1.0.0/24","routes":[{"dst":"0.0.0.0/0","gw":"fd00::1"}]"#,
            "ipam.routes[0].gw"
        ),
    ])
    func `a pool that cannot be says what and where`(ipam: String, words: String) {
        let error = failure { _ = try decode(ipam) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "no error")")
    }

    @Test func `the runtime's ranges come first, then the short form's`() throws {
        let sets = try decode(
            #""subnet":"10.2.0.0/24","ranges":[[{"subnet":"10.3.0.0/24"}]]"#,
            more: #","runtimeConfig":{"ipRanges":[[{"subnet":"10.1.0.0/24"}]]}"#
        ).rangeSets
        #expect(
            sets.map { $0.pools[0].subnet.description } == [
                "10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24",
            ])
    }

    @Test func `results of 0 dot 2 have room for one address of a family`() {
        let two = #""ranges":[[{"subnet":"10.1.0.0/24"}],[{"subnet":"10.2.0.0/24"}]]"#
        #expect(failure { _ = try decode(two, version: "0.2.0") }?.code == .invalidConfiguration)
        #expect(failure { _ = try decode(two, version: "0.3.0") } == nil)
    }

    @Test func `a set is walked once round, beginning after the last`() throws {
        let set = try #require(
            try decode(
                """
                "ranges":[[{"subnet":"10.1.0.0/24","rangeStart":"10.1.0.5","rangeEnd":"10.1.0.7"},
                {"subnet":"10.2.0.0/24","rangeStart":"10.2.0.1","rangeEnd":"10.2.0.2"}]]
                """
            ).rangeSets.first)
        func walk(_ last: String?) -> [String] {
            set.order(after: last.flatMap { IPAddress($0) }).joined().map(\.description)
        }
        let all = ["10.1.0.5", "10.1.0.6", "10.1.0.7", "10.2.0.1", "10.2.0.2"]
        #expect(walk(nil) == all)
        #expect(walk("10.9.9.9") == all)
        #expect(walk("10.2.0.2") == all)
        for (index, last) in all.enumerated() {
            #expect(walk(last) == Array(all[(index + 1)...] + all[...index]))
        }
    }

    @Test func `capacity leaves gateways out and knows when there is no counting`() throws {
        #expect(try decode(#""subnet":"10.1.0.0/29""#).rangeSets[0].capacity == 5)
        #expect(try decode(#""subnet":"fd00::/64""#).rangeSets[0].capacity == nil)
        #expect(try decode(#""subnet":"fd00::/126""#).rangeSets[0].capacity == 2)
    }
}
