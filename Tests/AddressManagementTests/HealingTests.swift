import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import Testing

/// What nobody calls DEL for is given back all the same.
@Suite struct HealingTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    static let small = #""subnet":"10.3.0.0/29""#
    static let dual = #""ranges":[[{"subnet":"10.3.0.0/24"}],[{"subnet":"fd00:3::/64"}]]"#

    /// Ages an attachment's entry and its files by an hour.
    func age(_ id: String) throws {
        let past = WallClock.microseconds * 1000 - 3_600_000_000_000
        try Files.setModified(
            "\(scratch.folder)/.martlet/pods/\(id):eth0", nanoseconds: past)
    }

    /// A file that stands for a namespace until it is removed.
    func namespace(_ id: String) throws -> String {
        try scratch.write("namespaces/\(id)", "")
        return "\(scratch.folder)/namespaces/\(id)"
    }

    static func use(isConnected: Bool?) -> AddressUse {
        guard let isConnected else { return AddressUse() }
        return AddressUse(isConnected: { _ in isConnected })
    }

    @Test func `the first ADD of a boot gives back what was held before it`() throws {
        let before = try scratch.allocator(Self.dual, boot: Boot(id: "before"))
        for id in ["a", "b", "c"] { _ = try before.take(id) }
        let after = try scratch.allocator(Self.dual, boot: Boot(id: "after"))
        #expect(try after.take("d") == ["10.3.0.5/24", "fd00:3::5/64"])
        #expect(try scratch.held() == ["10.3.0.5", "fd00:3::5"])
        #expect(try scratch.entries() == ["d:eth0"])
        _ = try after.take("e")
        #expect(try scratch.entries() == ["d:eth0", "e:eth0"])
    }

    @Test(arguments: [
        // The boot began so many seconds after the file was written; nil: it cannot be told.
        (1, ["10.3.0.2"]), (-1, ["10.3.0.2", "10.3.0.9"]), (nil, ["10.3.0.2", "10.3.0.9"]),
    ])
    func `a file of the reference plugin is from before the boot when its time can tell`(
        seconds: Int?, left: [String]
    ) throws {
        try scratch.write("pods/10.3.0.9", "ref\r\neth0")
        let written = try Files.status(scratch.folder + "/pods/10.3.0.9").modifiedNanoseconds
        let boot = Boot(id: "now") { seconds.map { written + Int64($0) * 1_000_000_000 } }
        let allocator = try scratch.allocator(#""subnet":"10.3.0.0/24""#, boot: boot)
        #expect(try allocator.take("a") == ["10.3.0.2/24"])
        #expect(try scratch.held() == left)
    }

    @Test(arguments: [
        (true, true, false as Bool?, true), (false, true, false, false),
        (true, false, false, false), (true, true, true, false), (true, true, nil, false),
    ])
    func `an address is given back when namespace and link are gone and time has passed`(
        isGone: Bool, isOld: Bool, isConnected: Bool?, isHealed: Bool
    ) throws {
        let allocator = try scratch.allocator(Self.dual)
        // The round comes back to the first address.
        let path = isGone ? try namespace("gone") : "/proc/self/ns/net"
        _ = try allocator.reserve(
            for: attachment("gone"), in: path, use: Self.use(isConnected: nil))
        if isGone { try Files.remove(path) }
        if isOld { try age("gone") }
        try scratch.write("pods/last_reserved_ip.0", "10.3.0.253")
        let outcome = try allocator.reserve(
            for: attachment("new"), use: Self.use(isConnected: isConnected))
        #expect(outcome.healed == (isHealed ? [attachment("gone")] : []))
        #expect(
            try scratch.records().addresses(of: attachment("gone")).count == (isHealed ? 0 : 2))
        #expect(try scratch.entries() == (isHealed ? ["new:eth0"] : ["gone:eth0", "new:eth0"]))
    }

    @Test func `another namespace at the same path is not the one that was`() throws {
        let allocator = try scratch.allocator(Self.dual)
        let path = scratch.folder + "/link"
        try Files.createLink(path, to: "/proc/self/ns/uts")
        _ = try allocator.reserve(
            for: attachment("gone"), in: path, use: Self.use(isConnected: nil))
        try Files.remove(path)
        try Files.createLink(path, to: "/proc/self/ns/net")
        try age("gone")
        try scratch.write("pods/last_reserved_ip.0", "10.3.0.253")
        let outcome = try allocator.reserve(
            for: attachment("new"), use: Self.use(isConnected: false))
        #expect(outcome.healed == [attachment("gone")])
    }

    @Test func `before a pool is exhausted all its holders are looked at`() throws {
        let allocator = try scratch.allocator(Self.small)
        let path = try namespace("gone")
        for id in ["a", "b", "gone", "c", "d"] {
            _ = try allocator.reserve(
                for: attachment(id), in: id == "gone" ? path : "/proc/self/ns/net",
                use: Self.use(isConnected: nil))
        }
        try Files.remove(path)
        try age("gone")
        #expect(failure { _ = try allocator.take("late") }?.code == .poolExhausted)
        #expect(failure { try allocator.requireRoom() }?.code == .notAvailable)
        try allocator.requireRoom(for: Self.use(isConnected: false))
        let outcome = try allocator.reserve(
            for: attachment("late"), use: Self.use(isConnected: false))
        #expect(outcome.reservations.map(\.address.description) == ["10.3.0.4/29"])
        #expect(outcome.healed == [attachment("gone")])
    }

    @Test func `reservations of the reference plugin come into the index once`() throws {
        for number in 10..<20 { try scratch.write("pods/10.3.0.\(number)", "r\(number)\r\neth0") }
        _ = try scratch.allocator(Self.dual).take("a")
        #expect(try scratch.entries().count == 11)
        try scratch.records().release(attachment("r12"))
        #expect(try scratch.entries().count == 10)
        #expect(try !scratch.held().contains("10.3.0.12"))
    }

    @Test func `what the reference plugin changes in between is noticed`() throws {
        let allocator = try scratch.allocator(Self.dual)
        _ = try allocator.take("a")
        // Another tick of the file system's clock.
        MonotonicClock.sleep(.milliseconds(20))
        try scratch.write("pods/10.3.0.50", "ref\r\neth0")
        #expect(failure { _ = try allocator.take("ref") }?.code == .alreadyExists)
        try scratch.records().release(attachment("ref"))
        #expect(try scratch.held() == ["10.3.0.2", "fd00:3::2"])
    }

    @Test func `an address outside of pools that have changed is given back`() throws {
        _ = try scratch.allocator(Self.dual).take("a")
        let moved = try scratch.allocator(#""subnet":"10.4.0.0/24""#)
        #expect(try moved.take("a", .reuse) == ["10.4.0.2/24"])
        #expect(try scratch.held() == ["10.4.0.2"])
        try scratch.records().release(attachment("a"))
        #expect(try scratch.held().isEmpty)
        #expect(try scratch.entries().isEmpty)
    }

    @Test func `a pool that grows gives out the new addresses and keeps the old ones`() throws {
        let small = try scratch.allocator(Self.small)
        for number in 2...6 { _ = try small.take("c\(number)") }
        let large = try scratch.allocator(#""subnet":"10.3.0.0/24""#)
        #expect(try large.take("d") == ["10.3.0.7/24"])
        #expect(try large.take("c3", .reuse) == ["10.3.0.3/24"])
        #expect(try scratch.held().count == 6)
    }
}
