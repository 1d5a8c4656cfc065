import CNIProtocol
import NetworkAddress
import PodRules

/// The plugin `firewall`: pods' packets are forwarded whatever iptables' policy is, and policies
/// say who reaches them.
struct FirewallPlugin: RulesPlugin {
    static let name = "firewall"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    func rules(for result: CNIResult) throws(CNIError) -> AttachmentRules {
        let options = try FirewallConfiguration(configuration)
        var rules = AttachmentRules(owner: owner)
        let first = result.interfaces.first { $0.sandbox == nil }
        try options.add(
            to: &rules, addresses: result.addresses.map(\.address.address), bridge: first?.name)
        return rules
    }

    func validate() throws(CNIError) { _ = try FirewallConfiguration(configuration) }
}
