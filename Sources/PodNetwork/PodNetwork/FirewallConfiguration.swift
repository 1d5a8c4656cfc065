import CNIProtocol
import NetworkAddress
import PodRules

/// The options of the plugin `firewall`.
public struct FirewallConfiguration: Sendable {
    /// Who may reach the pod.
    public var policy: IngressRule.Policy
    /// The chain of iptables that an administrator's rules are in.
    public var adminChain: String

    /// Decodes the configuration.
    /// - Throws: code 7 for a value that cannot be; 2 for firewalld.
    public init(_ configuration: NetworkConfiguration) throws(CNIError) {
        let root = configuration.root
        switch try root["backend"].string() ?? "" {
        case "", "iptables", "nftables": break
        case "firewalld":
            throw CNIError(
                .unsupportedField,
                "backend: firewalld is not supported; iptables and nftables are, and work "
                    + "beside it")
        default: throw root["backend"].invalid("iptables or nftables")
        }
        _ = try root["firewalldZone"].string()
        let word = try root["ingressPolicy"].string() ?? ""
        guard let policy = word.isEmpty ? .open : IngressRule.Policy(rawValue: word) else {
            throw root["ingressPolicy"].invalid("open, same-bridge or isolated")
        }
        self.policy = policy
        let chain = try root["iptablesAdminChainName"].string() ?? ""
        // C: XT_EXTENSION_MAXNAMELEN
        let isPlain = chain.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } && !chain.hasPrefix("-")
        guard chain.utf8.count <= 28, isPlain else {
            throw root["iptablesAdminChainName"].invalid("a chain's name of at most 28 bytes")
        }
        adminChain = chain.isEmpty ? AttachmentRules.defaultAdminChain : chain
    }

    /// Adds what the options say to the rules of a pod.
    ///
    /// - Parameters:
    ///   - addresses: the pod's.
    ///   - bridge: the pod's; a policy needs one.
    public func add(
        to rules: inout AttachmentRules, addresses: [IPAddress], bridge: String?
    ) throws(CNIError) {
        rules.forwards += addresses
        rules.adminChain = adminChain
        guard policy != .open else { return }
        guard let bridge else {
            throw CNIError(
                .invalidConfiguration,
                "ingressPolicy: \"\(policy.rawValue)\" needs a bridge: expected one as the first "
                    + "interface of prevResult")
        }
        rules.ingress += addresses.map {
            IngressRule(policy: policy, address: $0, bridge: bridge)
        }
    }
}
