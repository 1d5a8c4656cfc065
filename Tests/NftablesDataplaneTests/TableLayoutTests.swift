import NetworkAddress
import Nftables
import NftablesDataplane
import Testing

@Suite struct TableLayoutTests {
    func rules(_ plan: ChainPlan?, _ layout: TableLayout) -> [String]? {
        let text = NftablesText(sets: layout.sets)
        return plan?.rules.map(text.text)
    }

    @Test func `a choice draws until an index is there, then from the lower half`() throws {
        let drawn = try #require(rules(Plans.layout.plan(of: .pick(bits: 3)), Plans.layout))
        #expect(drawn.count == TableLayout.draws + 1)
        let draw = "dnat to ip daddr . meta l4proto . th dport . numgen random mod"
        #expect(drawn.first?.replacing("dnat ip to", with: "dnat to") == "\(draw) 8 map @endpoints")
        #expect(drawn.last?.replacing("dnat ip to", with: "dnat to") == "\(draw) 4 map @endpoints")
        #expect(rules(Plans.layout.plan(of: .pick(bits: 0)), Plans.layout)?.count == 1)
    }

    @Test func `foreign sources are marked, pods' are not`() throws {
        var options = DataplaneOptions()
        func foreign() -> [String]? {
            let layout = TableLayout(family: .ipv4, options: options, serviceCIDRs: [])
            return rules(layout.baseChains.first { $0.chain.name == "mark-foreign" }, layout)
        }
        #expect(foreign() == [])
        options.podCIDRs = [
            try #require(IPPrefix("10.244.0.0/16")), try #require(IPPrefix("fd00:244::/48")),
        ]
        #expect(foreign() == ["ip saddr 10.244.0.0/16 return", "goto mark-for-masquerade"])
        options.masqueradesAll = true
        #expect(foreign() == ["goto mark-for-masquerade"])
    }

    @Test func `the mark is one bit, set and cleared without the others`() {
        var options = DataplaneOptions()
        options.masqueradeBit = 3
        let layout = TableLayout(family: .ipv6, options: options, serviceCIDRs: [])
        func chain(_ name: ChainName) -> [String]? {
            rules(layout.baseChains.first { $0.chain.name == name }, layout)
        }
        #expect(chain("mark-for-masquerade") == ["meta mark set meta mark | 0x00000008"])
        #expect(chain("masquerading")?.contains("meta mark set meta mark & 0xfffffff7") == true)
    }

    @Test(arguments: AddressFamily.allCases)
    func `hooks and priorities are kube-proxy's`(family: AddressFamily) {
        let layout = TableLayout(family: family, options: DataplaneOptions(), serviceCIDRs: [])
        let hooks = layout.baseChains.compactMap(\.chain.hook)
        #expect(Set(hooks.filter { $0.type == .nat }.map(\.priority)) == [-100, 100])
        #expect(Set(hooks.filter { $0.type == .filter }.map(\.priority)) == [-110, -99, 0])
    }
}
