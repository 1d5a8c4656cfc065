import NetworkAddress

/// Everything that nftables does for one attachment. Pure.
///
/// Each part becomes elements of maps and sets that are there once for the node, whatever the
/// number of pods; all of them come, and go, in one transaction.
public struct AttachmentRules: Hashable, Sendable {
    /// Whose they are.
    public var owner: RuleOwner
    /// Where the pod's namespace is; once nothing is there, its host ports are free for others.
    public var namespacePath = ""
    /// The pod's addresses whose traffic to elsewhere leaves with the node's address; the prefix
    /// says what is not elsewhere.
    public var masquerades: [InterfaceAddress] = []
    /// Ports of the node that lead to the pod.
    public var hostPorts: [HostPort] = []
    /// Checks of the hardware address that the pod sends from.
    public var spoofChecks: [SpoofCheck] = []
    /// Who may reach the pod.
    public var ingress: [IngressRule] = []
    /// Addresses that the node forwards for whatever iptables' policy says: all that they send,
    /// and the answers to it. What the plugin `firewall` does.
    public var forwards: [IPAddress] = []
    /// The chain of iptables that an administrator's rules about it are in.
    public var adminChain = AttachmentRules.defaultAdminChain

    /// That chain when the configuration names none.
    public static let defaultAdminChain = "CNI-ADMIN"

    /// No rules yet.
    public init(owner: RuleOwner) { self.owner = owner }

    /// Whether there is nothing to make.
    public var isEmpty: Bool {
        masquerades.isEmpty && hostPorts.isEmpty && spoofChecks.isEmpty && ingress.isEmpty
            && forwards.isEmpty
    }
}
