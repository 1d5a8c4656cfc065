import NetworkAddress
import Nftables
import NftablesDataplane
import ServiceModel
import Testing

@Suite struct TableLayoutTests {
    func rules(_ chain: ServiceChain, _ layout: TableLayout = Plans.layout) -> [String] {
        layout.plan(of: chain).rules.map(NftablesText(sets: layout.sets).text)
    }

    func layout(_ locality: PodLocality, masqueradesAll: Bool = false) -> TableLayout {
        TableLayout(
            family: .ipv4, options: DataplaneOptions(masqueradesAll: masqueradesAll),
            surroundings: Surroundings(locality: locality))
    }

    /// The rules of a chain that is always there.
    func rules(_ name: ChainName, _ layout: TableLayout = Plans.layout) -> [String]? {
        let plan = layout.baseChains.first { $0.chain.name == name }
        return plan?.rules.map(NftablesText(sets: layout.sets).text)
    }

    @Test func `a choice draws until an index is there, then from the lower half`() throws {
        let drawn = try #require(rules("draw-8"))
        #expect(drawn.count == TableLayout.draws + 1)
        #expect(drawn.first == "jump try-8")
        #expect(drawn.last == "goto try-4")
        let draw = "dnat ip to meta priority . numgen random mod"
        #expect(rules("try-8") == ["\(draw) 8 map @endpoints"])
        #expect(rules("draw-4")?.last == "goto draw-2")
        #expect(rules("draw-2") == ["\(draw) 2 map @endpoints"])
        #expect(rules("draw-1") == ["\(draw) 1 map @endpoints"])
        #expect(rules("draw-65536") != nil)
    }

    @Test func `few rules look into the map of endpoints, which each element costs`() {
        let texts = Plans.layout.baseChains.flatMap(\.rules)
            .map(NftablesText(sets: Plans.layout.sets).text)
        let looking = texts.filter { $0.contains("@endpoints") }
        #expect(looking.count == EndpointChooser.methods.count)
    }

    @Test func `a choice by source hashes the client's address`() {
        #expect(
            rules("draw-hash-1024") == [
                "dnat ip to meta priority . jhash ip saddr mod 1024 seed 0x6d617274 map @endpoints"
            ])
    }

    @Test func `every table of places has its chain`() {
        for count in [1, 100, 5000] {
            let endpoints = (0..<count).map { WeightedEndpoint(Plans.endpoint($0)) }
            let places = SourceHash.table(endpoints).count
            #expect(rules(ChainName("draw-hash-\(places)")) != nil)
        }
    }

    @Test func `with affinity the client is looked up before an endpoint is drawn`() {
        let memory = ClientMemory(seconds: 30, code: 5)
        let chooser = EndpointChooser(.random(bits: 1), memory: memory)
        #expect(
            rules(.program(.cluster(chooser))) == [
                "meta priority set meta priority & ffff:f005 | 0:5 goto recall-2"
            ])
        #expect(
            rules("recall-2") == [
                "dnat ip to ip saddr . meta priority map @affinities", "goto draw-2",
            ])
        #expect(
            rules(.memory(memory)) == [
                "update @affinities { ip saddr . meta priority timeout 30s : ip daddr . th dport }",
                "meta priority set none",
            ])
    }

    static let plain = "meta priority set meta priority & ffff:f000"
    static let mark = "meta mark set meta mark | 0x00004000"

    @Test func `at a cluster address everyone is marked but this node's pods`() throws {
        let chain = ServiceChain.program(.cluster(EndpointChooser(.random(bits: 0))))
        let prefixes = try ["10.244.0.0/24", "10.245.0.0/24", "fd00:244::/48"].map {
            try #require(IPPrefix($0))
        }
        let end = "\(Self.plain) goto draw-1"
        #expect(rules(chain, layout(.unknown)) == [end])
        #expect(
            rules(chain, layout(.prefixes(prefixes))) == [
                "ip saddr != 10.244.0.0/24 ip saddr != 10.245.0.0/24 \(Self.mark)", end,
            ])
        #expect(rules(chain, layout(.prefixes([prefixes[2]]))) == [end])
        #expect(rules(chain, layout(.bridge("cni0"))) == ["iifname != \"cni0\" \(Self.mark)", end])
        #expect(
            rules(chain, layout(.interfacePrefix("veth"))) == [
                "iifname != \"veth*\" \(Self.mark)", end,
            ])
        #expect(rules(chain, layout(.unknown, masqueradesAll: true)) == [Self.mark, end])
    }

    @Test func `policy Local sends pods and the node to the cluster, others to this node's`() throws
    {
        let all = EndpointChooser(.random(bits: 2))
        let here = EndpointChooser(.random(bits: 0))
        let pods = layout(.prefixes([try #require(IPPrefix("10.244.0.0/24"))]))
        let common = [
            "ip saddr 10.244.0.0/24 \(Self.plain) goto draw-4",
            "fib saddr type local \(Self.mark) \(Self.plain) goto draw-4",
        ]
        #expect(
            rules(.program(.shortCircuit(all, local: here)), pods)
                == common + ["meta priority set meta priority & ffff:f000 | 0:1000 goto draw-1"])
        #expect(rules(.program(.shortCircuit(all, local: nil)), pods) == common + ["drop"])
        #expect(
            rules(.program(.shortCircuit(all, local: nil)), layout(.unknown))
                == Array(common.dropFirst()) + ["drop"])
    }

    @Test func `the mark is one bit, set and cleared without the others`() {
        let layout = TableLayout(family: .ipv6, options: DataplaneOptions(masqueradeBit: 3))
        let external = rules(
            .program(.external(EndpointChooser(.random(bits: 0)))), layout)
        #expect(external == ["meta mark set meta mark | 0x00000008 \(Self.plain) goto draw-1"])
        let masquerading = layout.baseChains.first { $0.chain.name == "masquerading" }
        let text = masquerading?.rules.map(NftablesText(sets: layout.sets).text)
        #expect(text?.contains("meta mark set meta mark & 0xfffffff7") == true)
    }

    @Test(arguments: AddressFamily.allCases)
    func `hooks and priorities are kube-proxy's`(family: AddressFamily) {
        let layout = TableLayout(family: family, options: DataplaneOptions())
        let hooks = layout.baseChains.compactMap(\.chain.hook)
        #expect(Set(hooks.filter { $0.type == .nat }.map(\.priority)) == [-100, 100])
        #expect(Set(hooks.filter { $0.type == .filter }.map(\.priority)) == [-110, -99, 0])
    }

    @Test func `the table carries the sign that it is ours`() {
        #expect(Plans.layout.ownTable.comment == "svcproxy")
    }
}
