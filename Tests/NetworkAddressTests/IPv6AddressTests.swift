import NetworkAddress
import Testing

@Suite struct IPv6AddressTests {
    /// What may be written, and its one canonical form (RFC 4291 §2.2, RFC 5952 §4 and §5).
    static let forms: [(written: String, canonical: String)] = [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"),
        ("0000:0000:0000:0000:0000:0000:0000:0001", "::1"),
        ("2001:db8::1", "2001:db8::1"), ("2001:0DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("1:2:3::5:6:7:8", "1:2:3:0:5:6:7:8"), ("1:2:3:4:5:6::", "1:2:3:4:5:6::"),
        ("FE80::ABCD:EF01", "fe80::abcd:ef01"), ("fd00:10:244::", "fd00:10:244::"),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1"), ("::FFFF:a00:1", "::ffff:10.0.0.1"),
        ("0:0:0:0:0:ffff:1.2.3.4", "::ffff:1.2.3.4"), ("::1.2.3.4", "::102:304"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("100:20:3:4000::", "100:20:3:4000::"), ("0:1::", "0:1::"), ("::1:0", "::1:0"),
        ("1::2.3.4.5", "1::203:405"),
    ]

    @Test(arguments: forms)
    func `every written form reads, and prints in one form`(written: String, canonical: String) {
        let address = IPv6Address(written)
        #expect(address?.description == canonical)
        #expect(IPv6Address(canonical) == address)
        #expect(IPAddress(written)?.description == canonical)
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8",
        "1::2::3", "1:::2", "::1::", "12345::", "1:2:3:4:5:6:7:12345", "g::", "::g", "fe80::1%eth0",
        "fe80::1%1", "::1/64", "[::1]", " ::1", "::1 ", "::ffff:1.2.3", "::ffff:1.2.3.4.5",
        "::ffff:1.2.3.256", "::ffff:01.2.3.4", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4", "::00001", "-1::", "::1\0", "1:2:3:4:5:6:7:8\n", "0x1::", "::１",
    ])
    func `text of no form is refused`(text: String) {
        #expect(IPv6Address(text) == nil)
        #expect(IPAddress(text) == nil)
    }

    @Test func `every position and length of a gap survives text`() {
        for bits in 0..<256 {
            var number: UInt128 = 0
            for index in 0..<8 {
                let group: UInt128 = bits >> index & 1 == 0 ? 0 : 0xA0 + UInt128(index)
                number = number << 16 | group
            }
            let address = IPv6Address(rawValue: number)
            #expect(IPv6Address(address.description) == address, "\(address)")
            #expect(address.description.count <= 39)
        }
    }

    @Test func `random addresses survive text and bytes`() {
        for _ in 0..<2_000 {
            let mask = UInt64.random(in: 0 ... .max)
            let address = IPv6Address(
                high: .random(in: 0 ... .max) & mask, low: .random(in: 0 ... .max) & ~mask)
            #expect(IPv6Address(address.description) == address)
            #expect(IPv6Address(rawValue: address.rawValue) == address)
            #expect(IPAddress(bytes: IPAddress.v6(address).bytes) == .v6(address))
        }
    }

    @Test func `masks have as many leading ones as their length says`() {
        #expect(IPv6Address.mask(length: 0) == .any)
        #expect(IPv6Address.mask(length: 48).description == "ffff:ffff:ffff::")
        for length in 0...128 {
            let mask = IPv6Address.mask(length: length).rawValue
            #expect(mask.nonzeroBitCount == length)
            #expect((~mask).leadingZeroBitCount == length)
        }
    }

    @Test func `octets and groups are in the order of writing`() {
        let address = IPv6Address(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F)
        #expect((0..<16).map(address.octet) == Array(0...15))
        #expect(address.group(0) == 0x0001)
        #expect(address.group(7) == 0x0E0F)
    }
}
