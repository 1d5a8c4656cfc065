import NetworkAddress
import ServiceModel
import Testing

@Suite struct SourceHashTests {
    /// Seen in a set of the kernel's (6.18): `meta mark set jhash ip saddr mod 1000000 seed
    /// 0x6d617274 update @seen { ip saddr . meta mark }`.
    @Test(arguments: [
        ("127.0.0.1", 0x000b_19e0), ("127.0.0.5", 0x0005_8e34), ("127.0.0.9", 0x000c_9bda),
        ("10.244.1.7", 0x000b_ad20), ("10.0.0.1", 0x000b_d117),
        ("192.168.77.100", 0x000e_12f8), ("fd00::1", 0x000b_780e), ("fd00::2", 0x0002_33ff),
        ("::1", 0x000b_54bb), ("2001:db8::7", 0x000d_41a6),
        ("fd00:244:0:a::11", 0x000e_30ed),
    ])
    func `a client's place is the kernel's`(text: String, place: Int) throws {
        let source = try #require(IPAddress(text))
        #expect(SourceHash.place(of: source, places: 1_000_000) == place)
    }

    func endpoints(_ weights: [UInt16]) -> [WeightedEndpoint] {
        weights.enumerated().map { index, weight in
            WeightedEndpoint(
                SocketEndpoint(.v4(IPv4Address(10, 0, UInt8(index / 250), UInt8(index % 250))), 80),
                weight: weight)
        }
    }

    @Test(
        arguments: [
            [1], [1, 1], [1, 1, 1], [5, 1], [3, 2, 1], Array(repeating: 1, count: 20),
        ] as [[UInt16]])
    func `places are shared by weight`(weights: [UInt16]) {
        let all = endpoints(weights)
        let table = SourceHash.table(all)
        let total = weights.reduce(0) { $0 + Int($1) }
        for one in all {
            let share = table.filter { $0 == one.endpoint }.count * total
            let fair = Double(table.count * Int(one.weight))
            // Four standard deviations of as many draws.
            let slack = 4 * (fair / Double(total)).squareRoot() * Double(total)
            #expect(abs(Double(share) - fair) <= slack, "\(one) of \(weights)")
        }
    }

    @Test func `an endpoint that leaves moves nobody else's clients`() {
        let all = endpoints(Array(repeating: 1, count: 12))
        let before = SourceHash.table(all)
        for gone in all.indices {
            var rest = all
            let left = rest.remove(at: gone).endpoint
            let after = SourceHash.table(rest)
            for (old, new) in zip(before, after) where old != left { #expect(old == new) }
            #expect(!after.contains(left))
        }
    }

    @Test func `the table depends on the endpoints and not on their order`() {
        let all = endpoints([1, 2, 3, 4])
        #expect(SourceHash.table(all) == SourceHash.table(all.reversed()))
        #expect(SourceHash.table([]).isEmpty)
    }
}
