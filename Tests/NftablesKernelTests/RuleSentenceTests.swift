import NetworkAddress
import Nftables
import Testing

/// What a rule is built from, and the sentence that `nft` reads back.
@Suite struct RuleSentenceTests {
    static let table = TableReference(.ip, "sentences")
    static let service: [Field] = [.ipDestination, .l4Protocol, .destinationPort]
    static let tcp = FieldBytes().proto(.tcp)

    /// Rules for a nat chain in prerouting.
    static let translations: [(Statement, String)] = [
        (
            .dnat(.map(service + [.random(4)], "endpoints")),
            "dnat ip to ip daddr . meta l4proto . th dport . numgen random mod 4 map @endpoints"
        ),
        (
            .dnat(.map([.ipSource, .priority], "affinity")),
            "dnat ip to ip saddr . meta priority map @affinity"
        ),
        (
            .dnat(.endpoint("10.0.0.1:80")),
            "dnat to 10.0.0.1:80"
        ),
        (.dnat(.address("10.0.0.1")), "dnat to 10.0.0.1"),
        (.redirect(Port(rawValue: 8080)), "redirect to :8080"),
        (.redirect(nil), "redirect"),
    ]

    static let others: [(Statement, String)] = [
        (.vmap(service, "services"), "ip daddr . meta l4proto . th dport vmap @services"),
        (.lookup([.ipSource, .ipDestination], "pairs"), "ip saddr . ip daddr @pairs"),
        (
            .lookup([.ipSource, .ipDestination], "pairs", isInverted: true),
            "ip saddr . ip daddr != @pairs"
        ),
        (.lookup([.ipSource], "nets"), "ip saddr @nets"),
        (.match(.l4Protocol, .equal, tcp), "meta l4proto tcp"),
        (.match(.l4Protocol, .notEqual, tcp), "meta l4proto != tcp"),
        (.match(.mark, .equal, FieldBytes().integer(7)), "meta mark 0x00000007"),
        (.match(.inputInterface, .equal, FieldBytes().interfaceName("eth0")), "iifname \"eth0\""),
        (
            .match(.outputInterface, .notEqual, FieldBytes().interfaceName("cni0")),
            "oifname != \"cni0\""
        ),
        (.match(.packetType, .equal, FieldBytes().byte(0)), "meta pkttype host"),
        (.matchAny(.l4Protocol, [tcp, FieldBytes().proto(.udp)]), "meta l4proto { tcp, udp }"),
        (
            .matchPrefix(.ipSource, .equal, "10.0.0.0/8"),
            "ip saddr 10.0.0.0/8"
        ),
        (
            .matchPrefix(.ipSource, .notEqual, "10.244.0.0/14"),
            "ip saddr != 10.244.0.0/14"
        ),
        (
            .match(.ipDestination, .equal, FieldBytes().address("1.2.3.4")),
            "ip daddr 1.2.3.4"
        ),
        (
            .matchMasked(.mark, mask: 0x4000, .equal, value: 0x4000),
            "meta mark & 0x00004000 == 0x00004000"
        ),
        (
            .matchMasked(.mark, mask: 0x4000, .notEqual, value: 0x4000),
            "meta mark & 0x00004000 != 0x00004000"
        ),
        (
            .matchMasked(.mark, mask: 0x4000, .equal, value: 0),
            "meta mark & 0x00004000 == 0x00000000"
        ),
        (.matchFlags(.connectionState, 6), "ct state established,related"),
        (.matchFlags(.connectionStatus, 32), "ct status dnat"),
        (.matchFlags(.connectionStatus, 32, isInverted: true), "ct status ! dnat"),
        (.match(.connectionDirection, .equal, FieldBytes().byte(0)), "ct direction original"),
        (
            .match(.connectionMark, .equal, FieldBytes().integer(0x4000)),
            "ct mark 0x00004000"
        ),
        (
            .match(.originalIPDestination, .equal, FieldBytes().address("10.0.0.9")),
            "ct original ip daddr 10.0.0.9"
        ),
        (
            .match(.destinationAddressType, .equal, FieldBytes().integer(2)),
            "fib daddr type local"
        ),
        (
            .match(
                .fib(.addressType, [.destination, .inputInterface]), .equal, FieldBytes().integer(2)
            ),
            "fib daddr . iif type local"
        ),
        (
            .match(
                .fib(.outputInterface, [.source, .inputInterface, .present]), .equal,
                FieldBytes().byte(0)),
            "fib saddr . iif oif missing"
        ),
        (.set(.mark, .or(.mark, 0x4000)), "meta mark set meta mark | 0x00004000"),
        (.set(.mark, .and(.mark, 0xffff_bfff)), "meta mark set meta mark & 0xffffbfff"),
        (.set(.mark, .xor(.mark, 0x4000)), "meta mark set meta mark ^ 0x00004000"),
        (.set(.mark, .value(1)), "meta mark set 0x00000001"),
        (.set(.mark, .field(.connectionMark)), "meta mark set ct mark"),
        (.set(.connectionMark, .field(.mark)), "ct mark set meta mark"),
        (
            .set(.mark, .map(service, "marks")),
            "meta mark set ip daddr . meta l4proto . th dport map @marks"
        ),
        (
            .set(.priority, .map(service, "groups")),
            "meta priority set ip daddr . meta l4proto . th dport map @groups"
        ),
        (.set(.priority, .value(0)), "meta priority set none"),
        (.set(.priority, .value(0x4d00_0001)), "meta priority set 4d00:1"),
        (
            .dynamic(
                .update, "affinity", key: [.ipSource, .priority],
                timeoutMilliseconds: 10_800_000, data: [.ipDestination, .destinationPort]),
            "update @affinity { ip saddr . meta priority timeout 3h : ip daddr . th dport }"
        ),
        (
            .dynamic(.add, "seen", key: [.ipSource], timeoutMilliseconds: 1000),
            "add @seen { ip saddr timeout 1s }"
        ),
        (.dynamic(.delete, "seen", key: [.ipSource]), "delete @seen { ip saddr }"),
        (.counter, "counter packets 0 bytes 0"),
        (.limit(packets: 5, perSeconds: 1), "limit rate 5/second"),
        (.limit(packets: 10, perSeconds: 60, burst: 20), "limit rate 10/minute burst 20 packets"),
        (.quota(bytes: 1_000), "quota 1000 bytes"),
        (.log(prefix: "dropped "), "log prefix \"dropped \""),
        (.reject(.icmpPortUnreachable), "reject"),
        (.reject(.icmp(code: 1)), "reject with icmp host-unreachable"),
        (.verdict(.jump("other")), "jump other"),
        (.verdict(.goto("other")), "goto other"),
        (.verdict(.accept), "accept"),
        (.verdict(.drop), "drop"),
        (.verdict(.return), "return"),
        (.notrack, "notrack"),
    ]

    static let sets: [NftSet] = [
        NftSet(
            "services", in: table, key: .typeof(service), data: .verdict, size: 100,
            hasCounter: true),
        NftSet(
            "endpoints", in: table, key: .typeof(service + [.random(2)]),
            data: .value(.ipDestination, .destinationPort)),
        NftSet("marks", in: table, key: .typeof(service), data: .value(.mark)),
        NftSet("groups", in: table, key: .typeof(service), data: .value(.priority)),
        NftSet(
            "affinity", in: table, key: .fields(.ipSource, .priority),
            data: .value(.ipDestination, .destinationPort), flags: [.dynamic, .timeout],
            size: 65535),
        NftSet("pairs", in: table, key: .fields(.ipSource, .ipDestination)),
        NftSet("nets", in: table, key: .types([.ipv4Address]), flags: .interval),
        NftSet(
            "seen", in: table, key: .fields(.ipSource), flags: [.dynamic, .timeout], size: 100),
    ]

    @Test func `every statement lists in nft as the sentence a person would write`() throws {
        let laboratory = try Laboratory()
        var batch = Batch()
        batch.add(Table(.ip, "sentences"))
        for set in Self.sets { batch.add(set) }
        batch.add(
            Chain(
                "nat", in: Self.table,
                hook: Hook(.nat, .prerouting, priority: Priority.destinationNAT)))
        batch.add(
            Chain(
                "post", in: Self.table,
                hook: Hook(.nat, .postrouting, priority: Priority.sourceNAT)))
        batch.add(Chain("other", in: Self.table))
        batch.add(Chain("raw", in: Self.table, hook: Hook(.filter, .prerouting, priority: -300)))
        batch.add(Chain("input", in: Self.table, hook: Hook(.filter, .input, priority: 0)))
        var expected: [String] = []
        func add(_ chain: ChainName, _ statements: [Statement], _ text: String) {
            batch.add(Rule(Self.table, chain, statements: statements))
            expected.append(text)
        }
        for (statement, text) in Self.translations { add("nat", [statement], text) }
        add("post", [.masquerade()], "masquerade")
        add("post", [.masquerade(.random)], "masquerade random")
        add("post", [.masquerade(.fullyRandom)], "masquerade fully-random")
        add("post", [.snat(.address("10.0.0.3"))], "snat to 10.0.0.3")
        for (statement, text) in Self.others {
            add(statement == .notrack ? "raw" : "input", [statement], text)
        }
        for (statements, text) in Self.sentences { add("input", statements, text) }
        try laboratory.nftables.apply(batch)
        let listed = try laboratory.listing().split(separator: "\n").map {
            $0.trimmingPrefix(while: \.isWhitespace)
        }
        for text in expected {
            #expect(listed.contains { $0 == text }, "nft does not list: \(text)")
        }
        try laboratory.expectSameListing()
        let json = try laboratory.nft("-j", "list", "ruleset")
        #expect(json.status == 0)
    }

    /// Rules of several statements.
    static let sentences: [([Statement], String)] = [
        (
            [
                .match(.l4Protocol, .equal, tcp),
                .match(.originalDestinationPort, .equal, FieldBytes().port(number: 80)),
            ], "meta l4proto tcp ct original proto-dst 80"
        ),
        (
            [
                .match(
                    .hash([.ipSource, .ipDestination], modulus: 4, seed: 7, offset: 0), .equal,
                    FieldBytes().integer(1))
            ], "jhash ip saddr . ip daddr mod 4 seed 0x7 1"
        ),
        (
            [
                .match(.l4Protocol, .equal, tcp),
                .match(.tcpDestinationPort, .equal, FieldBytes().port(number: 80)),
                .verdict(.accept),
            ], "tcp dport 80 accept"
        ),
        (
            [
                .match(.l4Protocol, .equal, tcp),
                .matchRange(
                    .destinationPort, .equal, FieldBytes().port(number: 1000),
                    FieldBytes().port(number: 2000)),
                .counter,
            ], "tcp dport 1000-2000 counter packets 0 bytes 0"
        ),
        (
            [.match(.l4Protocol, .equal, tcp), .reject(.tcpReset)],
            "reject with tcp reset"
        ),
        (
            [
                .matchMasked(.mark, mask: 0x4000, .equal, value: 0x4000),
                .set(.mark, .xor(.mark, 0x4000)), .verdict(.drop),
            ],
            "meta mark & 0x00004000 == 0x00004000 meta mark set meta mark ^ 0x00004000 drop"
        ),
        (
            [
                .match(.connectionDirection, .equal, FieldBytes().byte(0)),
                .vmap([.originalIPDestination, .l4Protocol, .originalDestinationPort], "services"),
            ],
            "ct direction original "
                + "ct original ip daddr . meta l4proto . ct original proto-dst vmap @services"
        ),
    ]
}
