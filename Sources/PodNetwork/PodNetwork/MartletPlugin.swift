import CNIProtocol
import RouteNetlink

/// The plugin `martlet`: what a chain of `bridge`, `portmap`, `firewall`, `bandwidth` and `tuning`
/// does, from one configuration that has the options of all of them, in one process and with one
/// transaction of nftables.
struct MartletPlugin: BridgedPlugin {
    static let name = "martlet"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    func extras() throws(CNIError) -> AttachmentExtras {
        try AttachmentExtras(configuration, invocation)
    }

    func mayAskForLimits() throws(CNIError) -> Bool {
        try configuration.root["capabilities"]["bandwidth"].flag()
    }

    /// The links that the pod's packets wait at.
    func additionalLinks(_ node: RouteSocket) throws -> [LinkIndex] {
        try shaper(node).leftovers()
    }
}
