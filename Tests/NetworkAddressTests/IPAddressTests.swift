import NetworkAddress
import Testing

@Suite struct IPAddressTests {
    @Test func `arithmetic spans the whole range of both families`() throws {
        let first4 = try #require(IPAddress("0.0.0.0"))
        let last4 = try #require(IPAddress("255.255.255.255"))
        #expect(first4.advanced(by: Int(UInt32.max)) == last4)
        #expect(last4.advanced(by: -Int(UInt32.max)) == first4)
        #expect(first4.distance(to: last4) == Int(UInt32.max))
        #expect(last4.distance(to: first4) == -Int(UInt32.max))
        #expect(IPAddress("10.0.0.255")?.advanced(by: 1) == IPAddress("10.0.1.0"))
        #expect(IPAddress("fd00::ffff")?.advanced(by: 1) == IPAddress("fd00::1:0"))
        let middle = try #require(IPAddress("::ffff:ffff:ffff:ffff"))
        #expect(middle.advanced(by: 1) == IPAddress("0:0:0:1::"))
        #expect(IPAddress("0:0:0:1::")?.advanced(by: -1) == middle)
    }

    @Test func `beyond either end there is nothing`() {
        for text in ["0.0.0.0", "::"] { #expect(IPAddress(text)?.advanced(by: -1) == nil) }
        for text in ["255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"] {
            #expect(IPAddress(text)?.advanced(by: 1) == nil)
            #expect(IPAddress(text)?.advanced(by: .max) == nil)
        }
        #expect(IPAddress("10.0.0.1")?.advanced(by: .max) == nil)
        #expect(IPAddress("10.0.0.1")?.advanced(by: .min) == nil)
        #expect(IPAddress("fd00::1")?.advanced(by: .min) != nil)
    }

    @Test func `a distance too large for an integer is none`() throws {
        let zero = try #require(IPAddress("::"))
        let far = try #require(IPAddress("::7fff:ffff:ffff:ffff"))
        #expect(zero.distance(to: far) == Int.max)
        let beyond = try #require(far.advanced(by: 1))
        #expect(zero.distance(to: beyond) == nil)
        #expect(beyond.distance(to: zero) == Int.min)
        #expect(try beyond.distance(to: #require(IPAddress("::"))) == Int.min)
        #expect(try #require(beyond.advanced(by: 1)).distance(to: zero) == nil)
        #expect(zero.distance(to: .v4(.any)) == nil)
    }

    @Test func `bytes are in network order, of four or of sixteen`() {
        #expect(IPAddress("10.1.2.3")?.bytes == [10, 1, 2, 3])
        #expect(IPAddress(bytes: [10, 1, 2, 3])?.description == "10.1.2.3")
        #expect(
            IPAddress("2001:db8::ff")?.bytes == [32, 1, 13, 184] + Array(repeating: 0, count: 11)
                + [255])
        for count in 0..<20 where count != 4 && count != 16 {
            #expect(IPAddress(bytes: Array(repeating: 1, count: count)) == nil)
        }
    }

    @Test func `what an address is for shows in its first bits`() {
        let loopback = ["127.0.0.1", "127.255.255.255", "::1"]
        let linkLocal = ["169.254.0.1", "fe80::1", "febf::1"]
        let multicast = ["224.0.0.1", "239.255.255.255", "ff02::1"]
        let plain = [
            "126.1.1.1", "128.0.0.1", "::2", "169.253.0.1", "fec0::1", "223.0.0.1", "240.0.0.1",
            "fe00::1",
        ]
        for text in loopback + linkLocal + multicast + plain {
            #expect(IPAddress(text)?.isLoopback == loopback.contains(text), "\(text)")
            #expect(IPAddress(text)?.isLinkLocal == linkLocal.contains(text), "\(text)")
            #expect(IPAddress(text)?.isMulticast == multicast.contains(text), "\(text)")
            #expect(IPAddress(text)?.isUnspecified == false)
        }
        #expect(IPAddress.any(.ipv4).isUnspecified && IPAddress.any(.ipv6).isUnspecified)
    }

    @Test func `version 4 sorts before version 6`() {
        let texts = ["::", "10.0.0.2", "fd00::1", "9.255.255.255", "10.0.0.10", "::1:0:0:0:0"]
        #expect(
            texts.compactMap { IPAddress($0) }.sorted().map(\.description)
                == ["9.255.255.255", "10.0.0.2", "10.0.0.10", "::", "0:0:0:1::", "fd00::1"])
    }

    @Test func `a number out of the family is no address`() {
        #expect(IPAddress(family: .ipv4, rawValue: 1 << 32) == nil)
        #expect(IPAddress(family: .ipv4, rawValue: 1)?.description == "0.0.0.1")
        #expect(IPAddress(family: .ipv6, rawValue: 1 << 32)?.description == "::1:0:0")
    }

    @Test func `text reads from UTF-8 without a string`() {
        let bytes = Array("fd00::1,10.0.0.1/8".utf8)
        #expect(IPAddress(utf8: bytes.span.extracting(0..<7)) == IPAddress("fd00::1"))
        #expect(IPPrefix(utf8: bytes.span.extracting(8..<18)) == IPPrefix("10.0.0.0/8"))
        #expect(IPAddress(utf8: bytes.span) == nil)
        #expect(IPAddress(utf8: bytes.span.extracting(0..<0)) == nil)
    }

    @Test func `random bytes never trap a parser`() {
        let alphabet = Array("0123456789abcdefABCDEF.:/[]%-x \0é".utf8)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<50)
            let text = String(
                decoding: (0..<count).map { _ in alphabet.randomElement() ?? 0 }, as: UTF8.self)
            if let address = IPAddress(text) { #expect(IPAddress(address.description) == address) }
            if let prefix = IPPrefix(text) { #expect(IPPrefix(prefix.description) == prefix) }
            if let endpoint = SocketEndpoint(text) {
                #expect(SocketEndpoint(endpoint.description) == endpoint)
            }
            _ = MACAddress(text)
        }
    }
}
