import Nftables

/// The chains of kube-proxy's iptables mode, by their names.
///
/// Others in those tables begin with `KUBE-` too and are not its: kubelet's `KUBE-FIREWALL`,
/// `KUBE-KUBELET-CANARY` and `KUBE-IPTABLES-HINT`, and network policies of several makers. So there
/// is a list, and no guess.
enum KubeProxyChains {
    private static let names: Set<String> = [
        "KUBE-SERVICES", "KUBE-EXTERNAL-SERVICES", "KUBE-NODEPORTS", "KUBE-FORWARD",
        "KUBE-PROXY-FIREWALL", "KUBE-POSTROUTING", "KUBE-MARK-MASQ", "KUBE-PROXY-CANARY",
    ]
    private static let beginnings = [
        "KUBE-SVC-", "KUBE-SVL-", "KUBE-EXT-", "KUBE-SEP-", "KUBE-FW-", "KUBE-XLB-",
    ]

    /// The tables that iptables has such chains in.
    static let tables = [NftablesFamily.ip, .ip6].flatMap { family in
        ["nat", "filter", "mangle"].map { TableReference(family, $0) }
    }

    /// Whether kube-proxy makes a chain of this name.
    static func contains(_ name: ChainName) -> Bool {
        names.contains(name.rawValue) || beginnings.contains { name.rawValue.hasPrefix($0) }
    }
}
