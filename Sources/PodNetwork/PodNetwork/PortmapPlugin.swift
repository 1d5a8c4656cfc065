import CNIProtocol
import PodRules

/// The plugin `portmap`: ports of the node that lead to pods.
struct PortmapPlugin: RulesPlugin {
    static let name = "portmap"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    func rules(for result: CNIResult) throws(CNIError) -> AttachmentRules {
        let options = try PortmapConfiguration(configuration)
        var rules = AttachmentRules(owner: owner)
        rules.hostPorts = options.hostPorts(
            to: result.podAddresses(invocation.interfaceName))
        return rules
    }

    func validate() throws(CNIError) { _ = try PortmapConfiguration(configuration) }

    func finish(_ rules: AttachmentRules) throws(CNIError) {
        try CNIError.applying("host ports of \(attachment)") {
            try HostPortPreparation(rules.hostPorts).letLoopbackOut()
        }
        HostPortPreparation(rules.hostPorts).forgetOldFlows()
    }
}
