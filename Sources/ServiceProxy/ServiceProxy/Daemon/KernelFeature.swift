import LinuxSystem
import Netlink
import Nftables

/// What a kernel must have been built with, where a refusal says that it was not.
enum KernelFeature {
    /// The kernel options without which a batch is refused like this; nil when it is no such case.
    ///
    /// nf_tables answers ENOENT for an expression or a type of chain that it doesn't know, and
    /// EOPNOTSUPP for a family or a kind of set.
    static func missing(in error: NftablesError) -> String? {
        error.failures.lazy.compactMap(missing).first
    }

    private static func missing(_ failure: NetlinkError) -> String? {
        let subject = failure.subject
        switch (failure.operation, failure.errno.name) {
        case ("add rule", "ENOENT"), ("add rule", "EOPNOTSUPP"):
            let options = expressions.filter { subject.contains($0.word) }.map(\.option)
            return options.isEmpty ? nil : oneOf(options)
        case ("add chain", "ENOENT"), ("add chain", "EOPNOTSUPP"):
            return subject.contains(" nat") ? "CONFIG_NFT_NAT" : nil
        case ("add table", "EOPNOTSUPP"), ("add table", "EAFNOSUPPORT"):
            return subject.hasPrefix("ip6") ? "CONFIG_NF_TABLES_IPV6" : "CONFIG_NF_TABLES_IPV4"
        case ("add set", "EOPNOTSUPP"):
            return "sets of concatenated ranges (Linux 5.6)"
        case ("read generation", "EINVAL"), ("read generation", "EOPNOTSUPP"),
            ("commit", "EOPNOTSUPP"):
            return "CONFIG_NF_TABLES"
        case ("open", "EPROTONOSUPPORT"):
            return "CONFIG_NETFILTER_NETLINK"
        default: return nil
        }
    }

    private static func oneOf(_ options: [String]) -> String {
        options.count == 1 ? options[0] : "one of " + options.joined(separator: ", ")
    }

    /// Words of nft's language, and what they need.
    private static let expressions: [(word: String, option: String)] = [
        ("numgen ", "CONFIG_NFT_NUMGEN"), ("jhash ", "CONFIG_NFT_HASH"),
        ("fib ", "CONFIG_NFT_FIB_IPV4 or CONFIG_NFT_FIB_IPV6"), ("dnat ", "CONFIG_NFT_NAT"),
        ("masquerade", "CONFIG_NFT_MASQ"), ("reject", "CONFIG_NFT_REJECT"),
        ("ct ", "CONFIG_NFT_CT"),
    ]
}
