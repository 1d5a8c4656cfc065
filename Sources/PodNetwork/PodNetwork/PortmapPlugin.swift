import CNIProtocol
import Conntrack
import LinuxSystem
import NetworkAddress
import PodRules
import RouteNetlink

/// The plugin `portmap`: ports of the node that lead to pods.
struct PortmapPlugin: RulesPlugin {
    static let type = "portmap"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    init(_ invocation: CNIInvocation, _ configuration: NetworkConfiguration) {
        self.invocation = invocation
        self.configuration = configuration
    }

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

    private var attachment: Attachment { invocation.attachment }
}
