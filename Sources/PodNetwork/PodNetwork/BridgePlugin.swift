import CNIProtocol

/// The plugin `bridge`: pods on a bridge of the node.
struct BridgePlugin: BridgedPlugin {
    static let name = "bridge"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    init(_ invocation: CNIInvocation, _ configuration: NetworkConfiguration) {
        self.invocation = invocation
        self.configuration = configuration
    }

    /// What other plugins add in a chain.
    func extras() throws(CNIError) -> AttachmentExtras { AttachmentExtras() }
}
