import NetworkAddress

/// Who may reach a pod. The option `ingressPolicy` of the plugin `firewall`.
public struct IngressRule: Hashable, Sendable {
    /// What the option may say.
    public enum Policy: String, Hashable, Sendable, CaseIterable {
        /// Everybody.
        case open
        /// The pod's own bridge, and answers.
        case sameBridge = "same-bridge"
        /// Answers only.
        case isolated
    }

    /// The policy.
    public var policy: Policy
    /// The pod's address.
    public var address: IPAddress
    /// The pod's bridge, for `sameBridge`.
    public var bridge: String?

    /// A rule.
    public init(policy: Policy, address: IPAddress, bridge: String? = nil) {
        self.policy = policy
        self.address = address
        self.bridge = bridge
    }
}
