import CNIProtocol

/// The plugin `bridge`: pods on a bridge of the node.
struct BridgePlugin: BridgedPlugin {
    static let name = "bridge"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    /// Nothing: in a list other plugins do that.
    func extras() throws(CNIError) -> AttachmentExtras { AttachmentExtras() }

    func mayAskForLimits() throws(CNIError) -> Bool { false }
}
