import NetworkAddress
import Nftables
import Testing

/// Sets and elements built here, as `nft` lists them.
@Suite struct SetTests {
    static let table = TableReference(.ip, "t")

    static func fields(_ prefix: IPPrefix) -> (FieldBytes, FieldBytes) {
        (FieldBytes().address(prefix.first), FieldBytes().address(prefix.last))
    }

    static func range(_ prefix: IPPrefix, _ verdict: Verdict? = nil) -> Element {
        let (first, last) = fields(prefix)
        return Element(from: first, to: last, data: verdict.map { .verdict($0) })
    }

    static func single(_ address: IPAddress) -> Element { Element(FieldBytes().address(address)) }

    /// Each set with its elements.
    static var samples: [(NftSet, [Element])] {
        var commented = single("10.0.0.1")
        commented.comment = "one"
        var timed = single("10.0.0.2")
        timed.timeoutMilliseconds = 3_600_000
        var counted = Element(FieldBytes().address("10.0.0.3").port(number: 80), .accept)
        counted.counter = Counter(packets: 3, bytes: 4)
        return [
            (NftSet("plain", in: table, key: .types([.ipv4Address])), [commented]),
            (
                NftSet("timed", in: table, key: .fields(.ipSource), flags: .timeout),
                [timed]
            ),
            (
                NftSet(
                    "nets", in: table, key: .types([.ipv4Address]), flags: .interval,
                    comment: "of pods"),
                [range("10.0.0.0/8"), range("255.0.0.0/8"), single("192.168.0.1")]
            ),
            (
                NftSet(
                    "policy", in: table, key: .fields(.ipSource), data: .verdict,
                    flags: .interval),
                [range("10.0.0.0/8", .drop), range("0.0.0.0/8", .accept)]
            ),
            (
                NftSet(
                    "ranges", in: table, key: .fields(.ipSource, .tcpDestinationPort),
                    flags: .interval),
                [
                    Element(
                        from: FieldBytes().address("10.0.0.0").port(number: 80),
                        to: FieldBytes().address("10.255.255.255").port(number: 90))
                ]
            ),
            (
                NftSet(
                    "counted", in: table, key: .fields(.ipDestination, .destinationPort),
                    data: .verdict, hasCounter: true),
                [counted]
            ),
            (
                NftSet("all", in: table, key: .types([.ipv4Address]), data: .verdict),
                [
                    .catchAll(.verdict(.return)),
                    Element(FieldBytes().address("10.0.0.1"), .goto("c")),
                ]
            ),
            (
                NftSet("ports", in: table, key: .types([.port]), data: .value(.mark)),
                [Element(FieldBytes().port(number: 80), FieldBytes().integer(7))]
            ),
            (
                NftSet("links", in: table, key: .fields(.inputInterface)),
                [Element(FieldBytes().interfaceName("cni0"))]
            ),
            (
                NftSet(
                    "five", in: table,
                    key: .fields(
                        .ipSource, .ipDestination, .l4Protocol, .destinationPort, .random(2))),
                []
            ),
            (
                NftSet(
                    "hashed", in: table,
                    key: .fields(
                        .ipSource, .hash([.ipSource], modulus: 4, seed: nil, offset: 0))), []
            ),
        ]
    }

    @Test func `sets list in nft as they are printed here`() throws {
        let laboratory = try Laboratory()
        var batch = Batch()
        batch.add(Table(.ip, "t", comment: "sets"))
        batch.add(Chain("c", in: Self.table))
        for (set, elements) in Self.samples {
            batch.add(set)
            batch.add(elements: elements, to: set)
        }
        try laboratory.nftables.apply(batch)
        let listing = try laboratory.listing()
        let plain = listing.replacing(#/ expires [0-9hms]+/#, with: "")
        for (set, elements) in Self.samples {
            let text = NftablesText().text(set, elements: elements)
            #expect(plain.contains(text), "\(text)\n\(plain)")
        }
        #expect(try laboratory.nft("-j", "list", "ruleset").status == 0)
    }

    @Test func `elements are read back as they were written, and deleted`() throws {
        let laboratory = try Laboratory()
        var batch = Batch()
        batch.add(Table(.ip, "t"))
        batch.add(Chain("c", in: Self.table))
        for (set, elements) in Self.samples {
            batch.add(set)
            batch.add(elements: elements, to: set)
        }
        try laboratory.nftables.apply(batch)
        for (set, elements) in Self.samples {
            let kernel = try #require(try laboratory.nftables.set(set.name, in: Self.table))
            let found = try laboratory.nftables.elements(of: kernel)
            #expect(Set(found.map(\.key)) == Set(elements.map(\.key)), "\(set.name)")
            #expect(Set(found.map(\.data)) == Set(elements.map(\.data)), "\(set.name)")
            var removal = Batch()
            removal.delete(elements: elements, from: set)
            try laboratory.nftables.apply(removal)
            #expect(try laboratory.nftables.elements(of: kernel).isEmpty, "\(set.name)")
        }
    }
}
