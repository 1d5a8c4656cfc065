import CNIProtocol
import LinuxSystem
import NetworkAddress
import Nftables
import PodNetworkTesting
import PodRules
import Testing

/// Rules come and go as a whole, and nothing of others is touched.
@Suite struct LifeTests {
    /// Elements that stay: the bridge with a policy.
    static let staying = 1

    @Test func `what is installed is read back as it was asked for`() throws {
        let bed = try RuleBed()
        let rules = try Sample.everything(2)
        try bed.table.install(rules)
        let observed = try #require(try bed.table.observe().first)
        #expect(observed.owner == rules.owner)
        #expect(Set(observed.masquerades) == Set(rules.masquerades))
        #expect(Set(observed.hostPorts) == Set(rules.hostPorts))
        #expect(observed.spoofChecks == rules.spoofChecks)
        #expect(Set(observed.forwards) == Set(rules.forwards))
        #expect(observed.ingress.map(\.policy) == [.sameBridge, .isolated])
        #expect(try bed.table.discrepancies(of: rules) == [])
    }

    @Test func `DEL leaves nothing but what the next pod needs as well`() throws {
        let bed = try RuleBed()
        for number in 2...9 { try bed.table.install(try Sample.everything(number)) }
        for number in 2...9 {
            #expect(try bed.table.remove(Sample.owner("pod\(number)")))
            let rest = try bed.table.observe().map(\.owner.attachment.containerID)
            #expect(!rest.contains("pod\(number)"))
            #expect(rest.count == 9 - number)
        }
        #expect(try bed.elementCount() == Self.staying)
    }

    @Test func `DEL of nobody succeeds, with and without the tables`() throws {
        let bed = try RuleBed()
        #expect(try bed.table.remove(Sample.owner("nobody")) == false)
        try bed.table.install(try Sample.everything(2))
        #expect(try bed.table.remove(Sample.owner("nobody")) == false)
        #expect(try bed.table.remove(Sample.owner("pod2", plugin: "portmap")) == false)
        #expect(try bed.table.observe().count == 1)
    }

    @Test func `a second ADD of the same attachment takes the first one's place`() throws {
        let bed = try RuleBed()
        try bed.table.install(try Sample.everything(2))
        let count = try bed.elementCount()
        try bed.table.install(try Sample.everything(2))
        #expect(try bed.elementCount() == count)
        try bed.table.install(try Sample.everything(3, container: "pod2"))
        #expect(try bed.elementCount() == count)
        try bed.table.remove(Sample.owner("pod2"))
        #expect(try bed.elementCount() == Self.staying)
    }

    @Test func `who had the address before gives way, and its DEL takes nothing back`() throws {
        let bed = try RuleBed()
        try bed.table.install(try Sample.everything(2, container: "old"))
        try bed.table.install(try Sample.everything(2, container: "new"))
        #expect(try bed.table.observe().map(\.owner.attachment.containerID) == ["new"])
        #expect(try bed.table.remove(Sample.owner("old")) == false)
        #expect(try bed.table.discrepancies(of: try Sample.everything(2, container: "new")) == [])
    }

    @Test func `a host port has one pod, and who has it is told`() throws {
        let bed = try RuleBed()
        var first = AttachmentRules(owner: Sample.owner("first"))
        first.hostPorts = [try Sample.port(80, to: "10.1.0.2/24")]
        var second = AttachmentRules(owner: Sample.owner("second", network: "other"))
        second.hostPorts = [try Sample.port(80, to: "10.2.0.2/24")]
        second.masquerades = [try Sample.address("10.2.0.2/24")]
        try bed.table.install(first)
        let error = #expect(throws: CNIError.self) { try bed.table.install(second) }
        #expect(error?.code == .alreadyExists)
        #expect(error?.message.contains("host port :80/tcp is taken by net/first/eth0") == true)
        // Nothing of the second is there.
        #expect(try bed.table.observe().map(\.owner) == [first.owner])
        // The same port over UDP, of another family and of one address is another port.
        second.hostPorts = [
            try Sample.port(80, to: "10.2.0.2/24", .udp), try Sample.port(80, to: "fd00::2/64"),
            try Sample.port(80, to: "10.2.0.2/24", on: "192.0.2.1"),
        ]
        try bed.table.install(second)
        #expect(try bed.table.observe().count == 2)
    }

    @Test func `a host port of an owner that is gone is free`() throws {
        let bed = try RuleBed()
        var first = AttachmentRules(owner: Sample.owner("first"))
        first.hostPorts = [try Sample.port(80, to: "10.1.0.2/24")]
        var second = AttachmentRules(owner: Sample.owner("second"))
        second.hostPorts = [try Sample.port(80, to: "10.1.0.3/24")]
        try bed.table.install(first)
        try bed.table.install(second) { $0 == first.owner }
        #expect(try bed.table.observe().map(\.owner) == [second.owner])
    }

    @Test func `a record of many pieces goes whole`() throws {
        let bed = try RuleBed()
        var rules = AttachmentRules(
            owner: Sample.owner(String(repeating: "c", count: 200), network: "n"))
        for number in 0..<500 {
            let isIPv4 = number % 2 == 0
            let own = isIPv4 ? "192.0.2.1" : "2001:db8::1"
            rules.hostPorts.append(
                try Sample.port(
                    UInt16(1000 + number), to: isIPv4 ? "10.1.0.2/24" : "fd00::2/64",
                    on: number % 3 == 0 ? own : nil))
        }
        try bed.table.install(rules)
        let observed = try #require(try bed.table.observe().first)
        #expect(observed.owner == rules.owner)
        #expect(Set(observed.hostPorts) == Set(rules.hostPorts))
        try bed.table.remove(rules.owner)
        #expect(try bed.elementCount() == 0)
    }

    @Test func `GC removes what is not valid, of its own network and plugin`() throws {
        let bed = try RuleBed()
        for number in 2...7 {
            var rules = AttachmentRules(
                owner: Sample.owner(
                    "pod\(number)", network: number < 6 ? "net" : "other",
                    plugin: number == 5 ? "firewall" : "portmap"))
            rules.masquerades = [try Sample.address("10.1.0.\(number)/24")]
            try bed.table.install(rules)
        }
        let problems = bed.table.collect(
            network: "net", plugin: "portmap",
            keeping: [Attachment(containerID: "pod3", interfaceName: "eth0")])
        #expect(problems == [])
        let rest = try bed.table.observe().map(\.owner.attachment.containerID).sorted()
        #expect(rest == ["pod3", "pod5", "pod6", "pod7"])
    }

    @Test func `a kernel with nftables is found ready`() throws {
        try RuleBed().table.probe()
    }
}
