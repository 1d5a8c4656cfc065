import Nftables

/// What kube-proxy leaves in the kernel.
public enum KubeProxyTables {
    /// The tables of its nftables mode.
    public static let tables = [
        TableReference(.ip, "kube-proxy"), TableReference(.ip6, "kube-proxy"),
    ]
}
