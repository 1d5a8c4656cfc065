import CNIProtocol

/// The plugin `bridge`: pods on a bridge of the node.
struct BridgePlugin: BridgedPlugin {
    static let name = "bridge"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    /// What other plugins add in a chain.
    func extras() throws(CNIError) -> AttachmentExtras { AttachmentExtras() }
}
