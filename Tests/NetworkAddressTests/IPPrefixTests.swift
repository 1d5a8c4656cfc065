import NetworkAddress
import Testing

@Suite struct IPPrefixTests {
    @Test(arguments: [
        ("10.244.0.0/16", "10.244.0.0", "10.244.255.255"),
        ("10.1.2.3/8", "10.0.0.0", "10.255.255.255"),
        ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"), ("10.0.0.1/32", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.5/31", "10.0.0.4", "10.0.0.5"),
        ("fd00::/64", "fd00::", "fd00::ffff:ffff:ffff:ffff"),
        ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("fd00::5/127", "fd00::4", "fd00::5"),
        ("2001:db8::1/128", "2001:db8::1", "2001:db8::1"),
        ("fd00:1:2:3:4::/70", "fd00:1:2:3::", "fd00:1:2:3:3ff:ffff:ffff:ffff"),
    ])
    func `a prefix drops host bits and knows its ends`(text: String, first: String, last: String) {
        let prefix = IPPrefix(text)
        #expect(prefix?.first.description == first)
        #expect(prefix?.last.description == last)
        #expect(prefix?.base == prefix?.first)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
        "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0/8", "fd00::/129", "fd00::/064", "fd00::%1/64",
        "10.0.0.0/255.0.0.0", "10.0.0.0/999999999999999999999",
    ])
    func `a length out of range or out of form is refused`(text: String) {
        #expect(IPPrefix(text) == nil)
        #expect(InterfaceAddress(text) == nil)
    }

    @Test func `every length survives text, both families`() throws {
        for (address, width) in [
            ("255.254.253.252", 32), ("fedc:ba98:7654:3210:fedc:ba98:7654:3210", 128),
        ] {
            let base = try #require(IPAddress(address))
            for length in 0...width {
                let prefix = try #require(IPPrefix(base: base, length: length))
                #expect(IPPrefix(prefix.description) == prefix)
                #expect(prefix.contains(base))
                #expect(prefix.first <= base && base <= prefix.last)
                #expect(prefix.first.masked(to: length) == prefix.last.masked(to: length))
                #expect(
                    prefix.count
                        == (length == 0 && width == 128 ? nil : 1 << UInt128(width - length)))
                #expect(prefix.addresses.count == prefix.count)
            }
            #expect(IPPrefix(base: base, length: -1) == nil)
            #expect(IPPrefix(base: base, length: width + 1) == nil)
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.0.0.0/8", true, true), ("10.0.0.0/8", "10.1.0.0/16", true, true),
        ("10.1.0.0/16", "10.0.0.0/8", false, true), ("10.0.0.0/8", "11.0.0.0/8", false, false),
        ("0.0.0.0/0", "255.255.255.255/32", true, true), ("0.0.0.0/0", "::/0", false, false),
        ("::/0", "fd00::/8", true, true), ("fd00::/64", "fd00:0:0:1::/64", false, false),
        ("10.0.0.0/31", "10.0.0.1/32", true, true), ("10.0.0.0/31", "10.0.0.2/32", false, false),
    ])
    func `one holds the other, or they share nothing`(
        left: String, right: String, holds: Bool, overlap: Bool
    ) throws {
        let left = try #require(IPPrefix(left))
        let right = try #require(IPPrefix(right))
        #expect(left.contains(right) == holds)
        #expect(left.overlaps(right) == overlap)
        #expect(right.overlaps(left) == overlap)
        #expect(left.addresses.overlaps(right.addresses) == overlap)
    }

    @Test func `addresses come in order, also at the end of the range`() throws {
        let texts = try #require(IPPrefix("10.0.0.254/30")).addresses.map(\.description)
        #expect(texts == ["10.0.0.252", "10.0.0.253", "10.0.0.254", "10.0.0.255"])
        let last = try #require(IPPrefix("255.255.255.254/31")).addresses.map(\.description)
        #expect(last == ["255.255.255.254", "255.255.255.255"])
        let top = try #require(IPPrefix("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127"))
        #expect(top.addresses.map(\.self).count == 2)
        #expect(
            try Array(#require(IPPrefix("10.0.0.9/32")).addresses) == [
                #require(IPAddress("10.0.0.9"))
            ])
    }

    @Test func `subnets divide a prefix and end with it`() throws {
        let pods = try #require(IPPrefix("10.244.0.0/16"))
        #expect(pods.subnet(0, length: 24)?.description == "10.244.0.0/24")
        #expect(pods.subnet(255, length: 24)?.description == "10.244.255.0/24")
        #expect(pods.subnet(256, length: 24) == nil)
        #expect(pods.subnet(-1, length: 24) == nil)
        #expect(pods.subnet(0, length: 15) == nil)
        #expect(pods.subnet(0, length: 33) == nil)
        #expect(pods.subnet(0, length: 16) == pods)
        #expect(IPPrefix("fd00::/48")?.subnet(3, length: 64)?.description == "fd00:0:0:3::/64")
        #expect(
            IPPrefix("::/0")?.subnet(.max, length: 128)?.description == "::7fff:ffff:ffff:ffff/128")
    }

    @Test func `a range has two ends of one family in order`() throws {
        let low = try #require(IPAddress("10.0.0.9"))
        let high = try #require(IPAddress("10.0.1.1"))
        let range = try #require(IPAddressRange(first: low, last: high))
        #expect(range.count == 249)
        #expect(Array(range).count == 249)
        #expect(range.contains(low) && range.contains(high))
        #expect(!range.contains(.v6(.any)))
        #expect(IPAddressRange(first: high, last: low) == nil)
        #expect(IPAddressRange(first: low, last: .v6(.loopback)) == nil)
        #expect(range.description == "10.0.0.9-10.0.1.1")
    }

    @Test func `an interface's address keeps its host bits`() throws {
        let address = try #require(InterfaceAddress("10.244.1.5/24"))
        #expect(address.description == "10.244.1.5/24")
        #expect(address.prefix.description == "10.244.1.0/24")
        #expect(address.address.description == "10.244.1.5")
        #expect(InterfaceAddress("fd00::5/64")?.prefix.description == "fd00::/64")
        #expect(InterfaceAddress(address.address).description == "10.244.1.5/32")
        #expect(InterfaceAddress(address: address.address, prefixLength: 33) == nil)
    }

    @Test func `prefixes sort by base, then the shorter first`() {
        let texts = ["10.0.0.0/16", "::/0", "10.0.0.0/8", "9.0.0.0/8", "10.0.0.1/32"]
        #expect(
            texts.compactMap { IPPrefix($0) }.sorted().map(\.description)
                == ["9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.1/32", "::/0"])
    }
}
