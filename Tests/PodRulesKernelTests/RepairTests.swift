import CNIProtocol
import LinuxSystem
import Nftables
import PodNetworkTesting
import PodRules
import Synchronization
import Testing

/// What others did to the tables is found, and does not stand in the way.
@Suite struct RepairTests {
    @Test(arguments: [
        "flush set inet martlet-cni masquerade-10.1.0.0/24",
        "delete element inet martlet-cni forwarded6 { fd00:1::2 }",
        "flush set inet martlet-cni taken-ports4",
        "flush map inet martlet-cni ports-10.1.0.0/24",
        "flush chain inet martlet-cni postrouting",
        "flush chain inet martlet-cni host-ports",
        "flush chain bridge martlet-cni prerouting",
        "flush set bridge martlet-cni allowed-senders",
        "delete table bridge martlet-cni",
        "flush chain ip filter CNI-FORWARD",
        "flush chain ip6 filter FORWARD",
        "flush set inet martlet-cni owners",
        "delete table inet martlet-cni",
    ])
    func `CHECK finds what is missing, and DEL succeeds all the same`(damage: String) throws {
        let bed = try RuleBed()
        let rules = try Sample.everything(2)
        try bed.table.install(rules)
        try bed.nft(damage)
        #expect(try bed.table.discrepancies(of: rules) != [])
        try bed.table.remove(rules.owner)
        #expect(try bed.table.observe().isEmpty)
    }

    @Test(arguments: [
        "flush set inet martlet-cni masquerade-10.1.0.0/24",
        "flush set inet martlet-cni owners", "delete table inet martlet-cni",
        "delete table bridge martlet-cni", "flush chain ip filter CNI-FORWARD",
        "flush ruleset",
    ])
    func `ADD after the damage makes everything again`(damage: String) throws {
        let bed = try RuleBed()
        let rules = try Sample.everything(2)
        try bed.table.install(rules)
        try bed.nft(damage)
        try bed.table.install(rules)
        #expect(try bed.table.discrepancies(of: rules) == [])
        #expect(try bed.table.observe().count == 1)
    }

    @Test func `a policy of iptables is left as it is`() throws {
        let bed = try RuleBed()
        let rules = try Sample.everything(2)
        func iptables(_ words: String) throws -> String {
            try bed.wire.tool(
                "/usr/sbin/iptables", words.split(separator: " ").map(String.init),
                in: bed.wire.host
            ).text
        }
        _ = try iptables("-P FORWARD DROP")
        _ = try iptables("-A FORWARD -s 192.0.2.7 -j ACCEPT")
        try bed.table.install(rules)
        let once = try iptables("-S")
        #expect(once.contains("-P FORWARD DROP"))
        #expect(once.contains("-A FORWARD -s 192.0.2.7/32 -j ACCEPT"))
        #expect(once.contains("-A CNI-FORWARD -m mark --mark 0x1000/0x1000"))
        // The reference plugin finds the rules that it would make.
        _ = try bed.wire.tool(
            "/usr/sbin/iptables",
            [
                "-C", "FORWARD", "-m", "comment", "--comment", "CNI firewall plugin rules", "-j",
                "CNI-FORWARD",
            ], in: bed.wire.host)
        try bed.table.install(try Sample.everything(3))
        #expect(try iptables("-S") == once)
    }

    @Test func `pods of the former layout go with their DEL, and the last takes the table`() throws
    {
        let bed = try RuleBed()
        try bed.nft(
            """
            table ip martlet-cni {
              set pods-10.1.0.0/24 { typeof ip saddr
                elements = { 10.1.0.2 comment "net/a/eth0", 10.1.0.3 comment "net/b/eth0" } }
              chain postrouting { type nat hook postrouting priority srcnat;
                ip saddr @pods-10.1.0.0/24 masquerade; }
            }
            """)
        #expect(try bed.table.remove(Sample.owner("a", plugin: "bridge")))
        #expect(try bed.wire.ruleset().contains("10.1.0.3"))
        #expect(try bed.table.remove(Sample.owner("b", plugin: "bridge")))
        #expect(try !bed.wire.ruleset().contains("martlet-cni"))
    }

    @Test func `many at once end as if one by one`() throws {
        let bed = try RuleBed()
        let problems = Mutex<[String]>([])
        let threads = try (0..<8).map { worker in
            try SystemThread.spawn(name: "pods") {
                do {
                    let table = try bed.wire.host.run { try PodRuleTable() }
                    for round in 0..<12 {
                        let number = 2 + worker * 12 + round
                        try table.install(try Sample.everything(number))
                        if round % 3 == 0 { try table.remove(Sample.owner("pod\(number)")) }
                    }
                } catch {
                    problems.withLock { $0.append("\(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(problems.withLock { $0 } == [])
        let observed = try bed.table.observe()
        #expect(observed.count == 8 * 8)
        for rules in observed {
            #expect(try bed.table.remove(rules.owner))
        }
        #expect(try bed.elementCount() == LifeTests.staying)
    }

    @Test func `one attachment from many processes at once ends whole, or not at all`() throws {
        let bed = try RuleBed()
        let problems = Mutex<[String]>([])
        let threads = try (0..<6).map { worker in
            try SystemThread.spawn(name: "pods") {
                do {
                    let table = try bed.wire.host.run { try PodRuleTable() }
                    for round in 0..<20 {
                        if (worker + round) % 2 == 0 {
                            try table.install(try Sample.everything(2))
                        } else {
                            try table.remove(Sample.owner("pod2"))
                        }
                    }
                } catch {
                    problems.withLock { $0.append("\(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(problems.withLock { $0 } == [])
        if !(try bed.table.observe().isEmpty) {
            #expect(try bed.table.discrepancies(of: try Sample.everything(2)) == [])
        }
        try bed.table.remove(Sample.owner("pod2"))
        #expect(try bed.elementCount() == LifeTests.staying)
    }
}
