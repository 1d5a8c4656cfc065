import CNIProtocol
import NetworkAddress
import RouteNetlink

/// The plugin `loopback`: switches a pod's `lo` on.
struct LoopbackPlugin: CNIPlugin {
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    func add() throws(CNIError) -> CNIResult {
        let pod = try PodNamespace(path: invocation.namespacePath)
        try CNIError.applying("switch lo on") { try pod.socket.set(.loopback, .up) }
        return configuration.previousResult ?? Self.result(sandbox: invocation.namespacePath)
    }

    func delete() throws(CNIError) {
        guard let pod = try PodNamespace(ifPresent: invocation.namespacePath) else { return }
        try CNIError.applying("switch lo off") { try pod.socket.set(.loopback, .down) }
    }

    func check() throws(CNIError) {
        let pod = try PodNamespace(path: invocation.namespacePath)
        let lo = try CNIError.applying("look at lo") { try pod.socket.link(named: "lo") }
        guard let lo, lo.flags.contains(.up) else {
            throw CNIError.check("the pod's lo is down")
        }
    }

    /// A loopback goes with its namespace.
    func collect(keeping valid: Set<Attachment>) {}

    func requireReadiness() {}

    /// The addresses are the kernel's own; they come and go with the link's state.
    private static func result(sandbox: String) -> CNIResult {
        let lo = ResultInterface(name: "lo", mac: MACAddress.zero.description, sandbox: sandbox)
        let addresses = ["127.0.0.1/8", "::1/128"].compactMap { InterfaceAddress($0) }
        return CNIResult(
            interfaces: [lo], addresses: addresses.map { ResultAddress($0, interface: 0) })
    }
}
