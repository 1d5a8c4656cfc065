import CNIProtocol
import NetworkAddress
import Nftables
import PodRules
import Testing

/// Rules become elements: which, and in which sets.
@Suite struct RulePlanTests {
    static let owner = OwnerRecordTests.owner("web")

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rules: @Sendable (inout AttachmentRules) throws -> Void
        var sets: [String]
    }

    static func address(_ text: String) throws -> InterfaceAddress {
        try #require(InterfaceAddress(text))
    }

    static func port(
        _ address: String, on hostAddress: String? = nil,
        _ masquerading: HostPort.Masquerading = .local, bit: Int = 13,
        _ conditions: [PacketCondition] = []
    ) throws -> HostPort {
        HostPort(
            hostAddress: hostAddress.flatMap { IPAddress($0) }, hostPort: Port(rawValue: 8080),
            transport: .tcp, podAddress: try Self.address(address), podPort: Port(rawValue: 80),
            masquerading: masquerading, markBit: bit, conditions: conditions)
    }

    static let cases = [
        Case(
            testDescription: "masquerading",
            rules: { $0.masquerades = [try address("10.1.0.2/24"), try address("fd00::2/64")] },
            sets: ["masquerade-10.1.0.0/24", "masquerade-fd00__/64"]),
        Case(
            testDescription: "a port of every address",
            rules: { $0.hostPorts = [try port("10.1.0.2/24")] },
            sets: ["taken-ports4", "ports-10.1.0.0/24"]),
        Case(
            testDescription: "a port of one address",
            rules: { $0.hostPorts = [try port("fd00::2/64", on: "2001:db8::1")] },
            sets: ["taken-ports6", "address-ports-fd00__/64"]),
        Case(
            testDescription: "a port that masquerades all",
            rules: { $0.hostPorts = [try port("10.1.0.2/24", .all, bit: 20)] },
            sets: ["taken-ports4", "ports-10.1.0.0/24--all--mark-20"]),
        Case(
            testDescription: "a port that masquerades nobody, whose mark does not matter",
            rules: { $0.hostPorts = [try port("10.1.0.2/24", .none, bit: 20)] },
            sets: ["taken-ports4", "ports-10.1.0.0/24--none"]),
        Case(
            testDescription: "checks of the sender",
            rules: { $0.spoofChecks = [SpoofCheck(port: "veth1", address: .zero)] },
            sets: ["checked-ports", "allowed-senders"]),
        Case(
            testDescription: "the policy open",
            rules: {
                $0.ingress = [
                    IngressRule(
                        policy: .open, address: try address("10.1.0.2/24").address, bridge: "b")
                ]
            }, sets: []),
        Case(
            testDescription: "the policy same-bridge",
            rules: {
                $0.ingress = [
                    IngressRule(
                        policy: .sameBridge, address: try address("10.1.0.2/24").address,
                        bridge: "b")
                ]
            }, sets: ["policed4", "own-bridge4"]),
        Case(
            testDescription: "the policy isolated",
            rules: {
                $0.ingress = [
                    IngressRule(
                        policy: .isolated, address: try address("fd00::2/64").address, bridge: "b")
                ]
            }, sets: ["policed6", "isolated6"]),
        Case(
            testDescription: "forwarding",
            rules: { $0.forwards = [try address("10.1.0.2/24").address] },
            sets: ["forwarded4"]),
        Case(
            testDescription: "the same twice",
            rules: {
                $0.forwards = [
                    try address("10.1.0.2/24").address, try address("10.1.0.2/16").address,
                ]
            }, sets: ["forwarded4"]),
    ]

    @Test(arguments: cases) func `rules become elements`(example: Case) throws {
        var rules = AttachmentRules(owner: Self.owner)
        try example.rules(&rules)
        let plan = RulePlan(rules)
        #expect(plan.elements.map(\.set.name) == example.sets)
        #expect(plan.elements.allSatisfy { $0.element.comment == Self.owner.description })
        // Each set is made by a part, and each part makes a set of its own.
        let made = plan.parts.flatMap { [$0.guardian] + $0.otherSets }
        for placed in plan.elements + plan.shared { #expect(made.contains(placed.set)) }
        #expect(Set(made.map { "\($0.table) \($0.name)" }).count == made.count)
        // What is in the kernel is found again by the record.
        #expect(plan.record.entries.flatMap(\.keys) == plan.elements.map(\.element.key))
    }

    @Test func `parts that are made together name no chain twice`() throws {
        let parts = RulePlan(try Self.everything()).parts
        let chains = Set(parts.flatMap(\.chains))
        #expect(chains.count < parts.flatMap(\.chains).count)
        let others = parts.map { 2 + $0.otherSets.count + $0.rules.count }.reduce(0, +)
        #expect(PodRuleTable.creation(of: parts).messageCount == others + chains.count)
    }

    @Test func `rules of the layout are told apart by their comments`() throws {
        let all = RulePlan(try Self.everything()).parts.flatMap(\.rules)
        #expect(Set(all.map { "\($0.chain) \($0.comment ?? "")" }).count == all.count)
        #expect(all.allSatisfy { ($0.comment?.utf8.count ?? 0) <= 127 })
    }

    /// Rules that need every part of the layout.
    static func everything() throws -> AttachmentRules {
        var rules = AttachmentRules(owner: Self.owner)
        rules.masquerades = [try Self.address("10.1.0.2/24"), try Self.address("fd00::2/64")]
        for masquerading in [HostPort.Masquerading.none, .local, .all] {
            rules.hostPorts += [
                try Self.port("10.1.0.2/24", masquerading),
                try Self.port("fd00::2/64", masquerading),
            ]
        }
        rules.spoofChecks = [SpoofCheck(port: "v", address: .zero)]
        rules.ingress = [
            IngressRule(
                policy: .isolated, address: rules.masquerades[0].address, bridge: "b")
        ]
        rules.forwards = rules.masquerades.map(\.address)
        return rules
    }

    static let conditions: [[PacketCondition]] = [
        [],
        [PacketCondition(.source(.all(.ipv4)))],
        [PacketCondition(.inputInterface("eth0"), isInverted: true)],
        [
            PacketCondition(.destination(.all(.ipv4)), isInverted: true),
            PacketCondition(.inputInterface("br+")),
        ],
    ]

    @Test(
        arguments: [HostPort.Masquerading.none, .local, .all], conditions)
    func `a group of ports is read back from its name`(
        masquerading: HostPort.Masquerading, conditions: [PacketCondition]
    ) throws {
        for address in ["10.1.0.2/24", "fd00:1:2::2/64"] {
            for bit in [13, 0, 31] {
                let group = HostPortGroup(
                    try Self.port(address, masquerading, bit: bit, conditions))
                #expect(HostPortGroup(set: group.ports.name) == group)
                #expect(HostPortGroup(set: group.addressPorts.name) == group)
            }
        }
    }
}
