import LinuxSystem
import Nftables
import ProxyTakeover
import Testing

@Suite struct KubeProxyLeftoversTests {
    @Test func `where kube-proxy never was there is nothing`() throws {
        let host = try Host()
        #expect(try KubeProxyLeftovers.find(host.nftables).isEmpty)
        try host.runOthers()
        try host.run("/usr/sbin/nft", "add table ip kube-router; add table inet kube-proxy")
        let before = try host.run("/usr/sbin/nft", "list", "ruleset")
        let found = try KubeProxyLeftovers.remove(host.nftables)
        #expect(found.isEmpty && found.summary == [] && found.kept == [])
        #expect(try host.run("/usr/sbin/nft", "list", "ruleset") == before)
    }

    @Test func `the tables of its nftables mode go`() throws {
        let host = try Host()
        try host.run(
            "/usr/sbin/nft",
            "add table ip kube-proxy; add table ip6 kube-proxy; add table ip theirs; "
                + "add chain ip kube-proxy a; add chain ip kube-proxy b; "
                + "add rule ip kube-proxy a jump b; add set ip kube-proxy s { type ipv4_addr; }")
        let removed = try KubeProxyLeftovers.remove(host.nftables)
        #expect(
            removed.summary == [
                "kube-proxy's table ip kube-proxy", "kube-proxy's table ip6 kube-proxy",
            ])
        #expect(try host.nftables.tables().map(\.description) == ["ip theirs"])
    }

    @Test func `its iptables mode goes, and what others have stays rule by rule`() throws {
        let others = try Host()
        try others.runOthers()
        let host = try Host()
        try host.runIPTablesMode()
        #expect(try host.rules().contains { $0.contains("KUBE-SVC-") })
        let removed = try KubeProxyLeftovers.remove(host.nftables)
        #expect(
            removed.summary == [
                "kube-proxy's 7 chains in table ip nat, and 3 rules that led there",
                "kube-proxy's 6 chains in table ip filter, and 6 rules that led there",
                "kube-proxy's 1 chains in table ip mangle, and 0 rules that led there",
                "kube-proxy's 7 chains in table ip6 nat, and 3 rules that led there",
                "kube-proxy's 6 chains in table ip6 filter, and 6 rules that led there",
                "kube-proxy's 1 chains in table ip6 mangle, and 0 rules that led there",
            ])
        #expect(removed.kept == [])
        #expect(try host.rules() == others.rules())
        #expect(try KubeProxyLeftovers.find(host.nftables).isEmpty)
    }

    @Test func `a chain that a stranger leads to stays, with what it needs`() throws {
        let host = try Host()
        try host.runIPTablesMode()
        try host.run(
            "/usr/sbin/iptables-nft", "-t", "nat", "-A", "CNI-HOSTPORT-DNAT", "-p", "tcp",
            "-j", "KUBE-SEP-AAAAAAAAAAAAAAAA")
        let removed = try KubeProxyLeftovers.remove(host.nftables)
        #expect(
            removed.kept == [
                "ip nat KUBE-MARK-MASQ stays: KUBE-SEP-AAAAAAAAAAAAAAAA leads there",
                "ip nat KUBE-SEP-AAAAAAAAAAAAAAAA stays: CNI-HOSTPORT-DNAT leads there",
            ])
        let rules = try host.run("/usr/sbin/iptables-nft", "-t", "nat", "-S")
        #expect(rules.contains("-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000"))
        #expect(!rules.contains("KUBE-SERVICES"))
        // Found again, and still nothing to delete.
        #expect(try KubeProxyLeftovers.remove(host.nftables).isEmpty)
    }

    @Test func `one family's part goes in a transaction of that family`() throws {
        let host = try Host()
        try host.runIPTablesMode()
        try host.run("/usr/sbin/nft", "add table ip kube-proxy; add table ip6 kube-proxy")
        let found = try KubeProxyLeftovers.find(host.nftables)
        var batch = Batch()
        batch.add(Table(.ip, "ours"))
        found.only(.ip).delete(in: &batch)
        try host.nftables.apply(batch)
        let left = try KubeProxyLeftovers.find(host.nftables)
        #expect(left == found.only(.ip6))
        #expect(try host.nftables.tables().contains { $0.description == "ip ours" })
    }
}
