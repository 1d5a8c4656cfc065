import Nftables
import ProxyTakeover

/// Takes over from kube-proxy.
enum Takeover {
    /// Deletes what kube-proxy left, and tells.
    ///
    /// To be called when our own tables are in place: until then kube-proxy's do the work, and
    /// while both are there either one finds the same endpoints.
    static func run(_ socket: NftablesSocket, _ console: Console) throws {
        let removed = try KubeProxyLeftovers.remove(socket)
        for line in removed.summary { console.say("deleted \(line)") }
        for line in removed.kept { console.say(line) }
    }
}
