import NetworkAddress
import Testing

@Suite struct LinkAndTransportTests {
    @Test func `a hardware address reads with colons or dashes and prints with colons`() {
        #expect(MACAddress("02:42:0A:00:00:01")?.description == "02:42:0a:00:00:01")
        #expect(MACAddress("02-42-0a-00-00-01")?.description == "02:42:0a:00:00:01")
        #expect(MACAddress(bytes: [2, 0x42, 10, 0, 0, 1])?.bytes == [2, 0x42, 10, 0, 0, 1])
        #expect(MACAddress(bytes: [2, 0x42, 10, 0, 0]) == nil)
        #expect(MACAddress.broadcast.description == "ff:ff:ff:ff:ff:ff")
        #expect(MACAddress.zero.description == "00:00:00:00:00:00")
    }

    @Test(arguments: [
        "", "02:42:0a:00:00", "02:42:0a:00:00:01:02", "2:42:a:0:0:1", "02:42-0a:00:00:01",
        "02-42:0a-00-00-01", "02420a000001", "02:42:0a:00:00:0g", "002:42:0a:00:00:01",
        "02:42:0a:00:00:01 ", ":02:42:0a:00:00:01",
    ])
    func `text that is not six octets is refused`(text: String) {
        #expect(MACAddress(text) == nil)
    }

    @Test func `a random hardware address is local and of one link`() {
        for _ in 0..<200 {
            let address = MACAddress.random()
            #expect(address.isLocallyAdministered && !address.isMulticast)
            #expect(MACAddress(address.description) == address)
            #expect(MACAddress(bytes: address.bytes) == address)
        }
        #expect(MACAddress.locallyAdministered(.max).description == "fe:ff:ff:ff:ff:ff")
    }

    @Test func `every port survives text`() {
        for number in UInt16.min ... .max {
            let port = Port(rawValue: number)
            #expect(port.description == String(number))
            #expect(Port(port.description) == port)
        }
        for text in ["", "65536", "080", "-1", "+1", "80 ", "99999999999", "http"] {
            #expect(Port(text) == nil)
        }
        #expect(Port(exactly: 65_536) == nil)
        #expect(Port(exactly: 80) == 80)
    }

    @Test func `protocols are known by name and by number`() {
        for (name, number) in [("tcp", UInt8(6)), ("udp", 17), ("sctp", 132)] {
            #expect(TransportProtocol(name: name)?.number == number)
            #expect(TransportProtocol(name: name.uppercased())?.name == name)
            #expect(TransportProtocol(number: number) == .unknown(number))
        }
        for number in UInt8.min ... .max {
            #expect(TransportProtocol(number: number).number == number)
        }
        #expect(TransportProtocol(name: "icmp") == nil)
        #expect(TransportProtocol(number: 47).name == "47")
    }

    @Test func `an endpoint puts version 6 in brackets`() {
        for text in [
            "10.0.0.1:80", "[fd00::1]:80", "0.0.0.0:0", "[::]:65535", "[::ffff:1.2.3.4]:53",
        ] {
            #expect(SocketEndpoint(text)?.description == text)
        }
        for text in [
            "", "10.0.0.1", "10.0.0.1:", ":80", "fd00::1:80", "[10.0.0.1]:80", "[fd00::1]80",
            "[fd00::1", "[fd00::1]", "10.0.0.1:65536", "10.0.0.1:080", "[fe80::1%eth0]:80", "[]:80",
        ] {
            #expect(SocketEndpoint(text) == nil)
        }
        #expect(
            SocketEndpoint("9.0.0.1:90").map { $0 < SocketEndpoint(.v4(.loopback), 80) } == true)
    }

    @Test func `values are small and plain`() {
        #expect(MemoryLayout<IPv4Address>.size == 4)
        #expect(MemoryLayout<IPAddress>.size == 17)
        func isPlain<T: BitwiseCopyable>(_: T.Type) -> Bool { true }
        #expect(isPlain(IPPrefix.self) && isPlain(SocketEndpoint.self) && isPlain(MACAddress.self))
    }
}
