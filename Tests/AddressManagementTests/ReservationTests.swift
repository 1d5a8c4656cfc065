import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import Testing

@Suite struct ReservationTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    static let small = #""subnet":"10.3.0.0/29""#
    static let dual = #""ranges":[[{"subnet":"10.3.0.0/24"}],[{"subnet":"fd00:3::/64"}]]"#

    @Test func `the state is laid out as the reference plugin's`() throws {
        let allocator = try scratch.allocator(Self.dual)
        #expect(try allocator.take("abc") == ["10.3.0.2/24", "fd00:3::2/64"])
        #expect(
            try scratch.files() == [
                "10.3.0.2", "fd00:3::2", "last_reserved_ip.0", "last_reserved_ip.1", "lock",
            ])
        #expect(try scratch.text("pods/10.3.0.2") == "abc\r\neth0")
        #expect(try scratch.text("pods/last_reserved_ip.1") == "fd00:3::2")
    }

    @Test func `addresses go round, and a released one comes last`() throws {
        let allocator = try scratch.allocator(Self.small)
        for number in 2...6 { #expect(try allocator.take("c\(number)") == ["10.3.0.\(number)/29"]) }
        try scratch.records().release(attachment("c2"))
        try scratch.records().release(attachment("c5"))
        #expect(try allocator.take("d") == ["10.3.0.2/29"])
        #expect(try allocator.take("e") == ["10.3.0.5/29"])
    }

    @Test func `an empty pool says so`() throws {
        let allocator = try scratch.allocator(Self.small)
        for number in 2...6 { _ = try allocator.take("c\(number)") }
        let error = failure { _ = try allocator.take("late") }
        #expect(error?.code == .poolExhausted)
        #expect(
            error?.message == "no address is left in 10.3.0.1-10.3.0.6 of network pods")
        #expect(failure { try allocator.requireRoom() }?.code == .notAvailable)
        #expect(try scratch.records().addresses(of: attachment("late")).isEmpty)
    }

    @Test func `one full set of two leaves nothing behind`() throws {
        let ranges =
            #""ranges":[[{"subnet":"10.3.0.0/24"}],[{"subnet":"fd00:3::/126"}]]"#
        let allocator = try scratch.allocator(ranges)
        _ = try allocator.take("a")
        _ = try allocator.take("b")
        let before = try scratch.files()
        #expect(failure { _ = try allocator.take("c") }?.code == .poolExhausted)
        #expect(try scratch.files() == before)
    }

    @Test func `an attachment's second reservation is refused or reused`() throws {
        let allocator = try scratch.allocator(Self.dual)
        let first = try allocator.take("abc")
        #expect(failure { _ = try allocator.take("abc") }?.code == .alreadyExists)
        let again = try allocator.reserve(for: attachment("abc"), existing: .reuse)
        #expect(again.map(\.address.description) == first)
        #expect(again.allSatisfy { !$0.isNew })
        try allocator.undo(again, of: attachment("abc"))
        #expect(try scratch.records().addresses(of: attachment("abc")).count == 2)
    }

    @Test func `undoing gives back what was new`() throws {
        let allocator = try scratch.allocator(Self.dual)
        let held = try allocator.reserve(for: attachment("abc"), existing: .reuse)
        try allocator.undo(held, of: attachment("abc"))
        #expect(try scratch.files() == ["last_reserved_ip.0", "last_reserved_ip.1", "lock"])
        #expect(try scratch.entries().isEmpty)
    }

    @Test func `two interfaces of a container are two attachments`() throws {
        let allocator = try scratch.allocator(Self.dual)
        _ = try allocator.reserve(for: attachment("abc", "eth0"), existing: .refuse)
        _ = try allocator.reserve(for: attachment("abc", "eth1"), existing: .refuse)
        try scratch.records().release(attachment("abc", "eth0"))
        #expect(try scratch.records().addresses(of: attachment("abc", "eth0")).isEmpty)
        #expect(try scratch.records().addresses(of: attachment("abc", "eth1")).count == 2)
    }

    @Test func `releasing twice, or what never was, is no error`() throws {
        try scratch.records().release(attachment("never"))
        _ = try scratch.allocator(Self.dual).take("abc")
        try scratch.records().release(attachment("abc"))
        try scratch.records().release(attachment("abc"))
        #expect(try scratch.files() == ["last_reserved_ip.0", "last_reserved_ip.1", "lock"])
    }

    @Test(arguments: ["ref\r\neth0", "ref\neth0", "ref", "ref\r\neth0\n"])
    func `reservations of other implementations are released`(text: String) throws {
        try scratch.write("pods/10.3.0.7", text)
        try scratch.write("pods/10.3.0.8", "other\r\neth0")
        #expect(
            try scratch.records().addresses(of: attachment("ref")).map(\.description) == [
                "10.3.0.7"
            ])
        try scratch.records().release(attachment("ref"))
        #expect(try scratch.files() == ["10.3.0.8", "lock"])
    }

    @Test func `requests are granted from every place they can be made`() throws {
        let byArgument = try scratch.allocator(Self.dual, arguments: "IP=10.3.0.77")
        #expect(try byArgument.take("a") == ["10.3.0.77/24", "fd00:3::2/64"])
        let byConvention = try scratch.allocator(
            Self.dual, more: #","args":{"cni":{"ips":["10.3.0.78/24","fd00:3::78"]}}"#)
        #expect(try byConvention.take("b") == ["10.3.0.78/24", "fd00:3::78/64"])
        let byCapability = try scratch.allocator(
            Self.dual, more: #","runtimeConfig":{"ips":["fd00:3::79"]}"#)
        #expect(try byCapability.take("c") == ["10.3.0.79/24", "fd00:3::79/64"])
    }

    @Test(arguments: [
        ("10.3.0.77", "held by container a"), ("10.3.0.1", "gateway"), ("10.9.0.1", "no range set"),
        ("10.3.0.0", "no range set"), ("nonsense", "expected an IP address"),
    ])
    func `a request that cannot be met says why`(address: String, words: String) throws {
        _ = try scratch.allocator(Self.dual, arguments: "IP=10.3.0.77").take("a")
        let error = failure {
            _ = try scratch.allocator(Self.dual, arguments: "IP=\(address)").take("b")
        }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "no error")")
    }

    @Test func `what an interrupted writer leaves is free again`() throws {
        let allocator = try scratch.allocator(#""subnet":"10.3.0.0/30""#)
        try scratch.write("pods/10.3.0.2", "")
        #expect(try allocator.take("abc") == ["10.3.0.2/30"])
        try scratch.write("pods/10.3.0.2", "")
        try scratch.records().release(attachment("abc"))
        #expect(try scratch.files() == ["last_reserved_ip.0", "lock"])
    }

    @Test func `an ADD that was killed while writing gets the same address again`() throws {
        let allocator = try scratch.allocator(Self.dual)
        _ = try allocator.take("abc")
        try scratch.write("pods/10.3.0.2", "")
        try Files.remove(scratch.folder + "/pods/fd00:3::2")
        #expect(try allocator.take("abc") == ["10.3.0.2/24", "fd00:3::2/64"])
        #expect(try scratch.text("pods/10.3.0.2") == "abc\r\neth0")
    }

    @Test func `a large pool that is nearly full costs one listing`() throws {
        let allocator = try scratch.allocator(
            #""subnet":"10.3.0.0/16","rangeStart":"10.3.1.0","rangeEnd":"10.3.2.255""#)
        for index in 0..<511 { _ = try allocator.take("c\(index)") }
        try scratch.records().release(attachment("c300"))
        #expect(try allocator.take("x") == ["10.3.2.255/16"])
        #expect(try allocator.take("y") == ["10.3.2.44/16"])
        #expect(failure { _ = try allocator.take("z") }?.code == .poolExhausted)
    }

    @Test func `GC keeps what is valid and removes the rest`() throws {
        let allocator = try scratch.allocator(Self.dual)
        for id in ["a", "b", "c"] { _ = try allocator.take(id) }
        try scratch.write("pods/10.3.0.99", "")
        let problems = scratch.records().collect(keeping: [attachment("b")])
        #expect(problems.isEmpty)
        #expect(
            try scratch.files().filter { $0.hasPrefix("10.") || $0.hasPrefix("fd") } == [
                "10.3.0.3", "fd00:3::3",
            ])
        #expect(try scratch.entries() == ["b:eth0"])
    }

    @Test func `racing processes get different addresses`() async throws {
        let scratch = scratch
        let addresses = try await withThrowingTaskGroup(of: [String].self) { group in
            for index in 0..<40 {
                group.addTask { try scratch.allocator(Self.dual).take("c\(index)") }
            }
            var all: [String] = []
            for try await addresses in group { all += addresses }
            return all
        }
        #expect(Set(addresses).count == 80)
    }

    @Test func `resolver settings go into the result`() throws {
        try scratch.write(
            "resolv.conf",
            "# c\ndomain x.y\nsearch a.b c.d\nnameserver 9.9.9.9\noptions ndots:5 foo\nsortlist 1\n"
        )
        let allocator = try scratch.allocator(
            Self.small + #","resolvConf":"\#(scratch.folder)/resolv.conf""#)
        let result = try allocator.result(
            of: try allocator.reserve(for: attachment("a"), existing: .refuse))
        #expect(
            result.dns.json.description == """
                {"nameservers":["9.9.9.9"],"domain":"x.y","search":["a.b","c.d"],\
                "options":["ndots:5","foo"]}
                """)
    }
}
