import NetworkAddress

/// Who may reach a pod of a bridge. The option `ingressPolicy` of the plugin `firewall`.
///
/// It is between bridges whose pods have a policy: what comes from elsewhere is not held up.
public struct IngressRule: Hashable, Sendable {
    /// What the option may say.
    public enum Policy: String, Hashable, Sendable, CaseIterable {
        /// Everybody.
        case open
        /// The pod's own bridge, and no other that has a policy.
        case sameBridge = "same-bridge"
        /// No bridge that has a policy, not even the pod's own.
        case isolated
    }

    /// The policy.
    public var policy: Policy
    /// The pod's address.
    public var address: IPAddress
    /// The pod's bridge.
    public var bridge: String

    /// A rule.
    public init(policy: Policy, address: IPAddress, bridge: String) {
        self.policy = policy
        self.address = address
        self.bridge = bridge
    }
}
