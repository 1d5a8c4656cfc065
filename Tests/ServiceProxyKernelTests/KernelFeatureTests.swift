import LinuxSystem
import Netlink
import Nftables
import ServiceProxy
import Testing

@Suite struct KernelFeatureTests {
    /// Errors as the kernel answers them, and what must be named.
    static let cases: [(operation: String, subject: String, errno: Int32, option: String?)] = [
        (
            "add rule", "\"dnat ip to numgen random mod 2 map @e\" to ip svcproxy pick-2", 2,
            "CONFIG_NFT_NUMGEN"
        ),
        (
            "add rule", "\"meta mark set jhash ip saddr mod 64\" to ip svcproxy hash-64", 2,
            "CONFIG_NFT_HASH"
        ),
        ("add rule", "\"reject with tcp reset\" to ip svcproxy refuse", 2, "CONFIG_NFT_REJECT"),
        ("add chain", "ip svcproxy nat-prerouting", 2, "CONFIG_NFT_NAT"),
        ("add table", "ip6 svcproxy", 95, "CONFIG_NF_TABLES_IPV6"),
        ("add set", "ip svcproxy allowed-sources", 95, "Linux 5.6"),
        ("read generation", "", 22, "CONFIG_NF_TABLES"),
        ("add element", "0x01 of ip svcproxy services", 17, nil),
        ("add rule", "\"accept\" to ip svcproxy x", 22, nil),
    ]

    @Test(arguments: cases.indices)
    func `a missing feature of the kernel is named`(index: Int) {
        let row = Self.cases[index]
        let failure = NetlinkError(
            operation: row.operation, subject: row.subject, errno: Errno(code: row.errno))
        let text = ProxyError(NftablesError(failure), doing: "IPv4").description
        if let option = row.option {
            #expect(text.contains("the kernel lacks") && text.contains(option), "\(text)")
        } else {
            #expect(!text.contains("the kernel lacks"), "\(text)")
        }
    }
}
