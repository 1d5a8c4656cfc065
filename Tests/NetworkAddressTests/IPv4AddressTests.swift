import NetworkAddress
import Testing

@Suite struct IPv4AddressTests {
    @Test(arguments: [
        ("0.0.0.0", UInt32(0)), ("10.0.0.1", 0x0A00_0001), ("127.0.0.1", 0x7F00_0001),
        ("192.168.100.254", 0xC0A8_64FE), ("255.255.255.255", .max), ("1.20.100.0", 0x0114_6400),
    ])
    func `an address is its number, and prints as it was written`(text: String, number: UInt32) {
        #expect(IPv4Address(text)?.rawValue == number)
        #expect(IPv4Address(rawValue: number).description == text)
        #expect(IPAddress(text) == .v4(IPv4Address(rawValue: number)))
    }

    @Test(arguments: [
        "", ".", "1", "1.2", "1.2.3", "1.2.3.", "1.2.3.4.", ".1.2.3.4", "1.2.3.4.5", "1..2.3",
        "01.2.3.4", "1.2.3.04", "1.2.3.00", "256.1.1.1", "1.1.1.256", "1.1.1.1000", "1.2.3.-4",
        "+1.2.3.4", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", "1.2.3.4/8", "1.2.3.4:80", "0x1.2.3.4",
        "1.2.3.a", "1,2,3,4", "１.2.3.4", "1.2.3.4\0", "99999999999.1.1.1", "4294967296",
    ])
    func `text that is not four octets is refused`(text: String) {
        #expect(IPv4Address(text) == nil)
        #expect(IPAddress(text) == nil)
    }

    @Test func `every value of every octet survives text`() {
        for octet in UInt8.min ... .max {
            for address in [
                IPv4Address(octet, 0, 9, 255), IPv4Address(1, octet, 10, 99),
                IPv4Address(100, 200, octet, 0), IPv4Address(255, 1, 0, octet),
            ] {
                #expect(IPv4Address(address.description) == address)
            }
        }
    }

    @Test func `masks have as many leading ones as their length says`() {
        #expect(IPv4Address.mask(length: 0).description == "0.0.0.0")
        #expect(IPv4Address.mask(length: 1).description == "128.0.0.0")
        #expect(IPv4Address.mask(length: 23).description == "255.255.254.0")
        #expect(IPv4Address.mask(length: 32).description == "255.255.255.255")
        for length in 0...32 {
            #expect(IPv4Address.mask(length: length).rawValue.nonzeroBitCount == length)
        }
    }

    @Test func `a mapped address comes back`() {
        let address = IPv4Address(10, 1, 2, 3)
        #expect(address.mapped.description == "::ffff:10.1.2.3")
        #expect(address.mapped.unmapped == address)
        #expect(IPAddress.v6(address.mapped).unmapped == .v4(address))
        #expect(IPv6Address("::10.1.2.3")?.unmapped == nil)
    }
}
