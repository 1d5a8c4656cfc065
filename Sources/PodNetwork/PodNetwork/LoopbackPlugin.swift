import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// The plugin `loopback`: switches a pod's `lo` on.
struct LoopbackPlugin {
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    init(_ invocation: CNIInvocation, _ configuration: NetworkConfiguration) {
        self.invocation = invocation
        self.configuration = configuration
    }

    /// Runs the command; the result is nil for commands that print nothing.
    func run() throws(CNIError) -> CNIResult? {
        switch invocation.command {
        case .add:
            let pod = try PodNamespace(path: invocation.namespacePath)
            try CNIError.applying("switch lo on") { try pod.socket.set(.loopback, .up) }
            return configuration.previousResult ?? Self.result(sandbox: invocation.namespacePath)
        case .delete:
            guard let pod = try PodNamespace(ifPresent: invocation.namespacePath) else { break }
            try CNIError.applying("switch lo off") { try pod.socket.set(.loopback, .down) }
        case .check:
            let pod = try PodNamespace(path: invocation.namespacePath)
            let lo = try CNIError.applying("look at lo") { try pod.socket.link(named: "lo") }
            guard let lo, lo.flags.contains(.up) else {
                throw CNIError(.checkFailed, "the pod's lo is down")
            }
        case .garbageCollect, .status, .version: break
        }
        return nil
    }

    /// The addresses are the kernel's own; they come and go with the link's state.
    private static func result(sandbox: String) -> CNIResult {
        let lo = ResultInterface(name: "lo", mac: MACAddress.zero.description, sandbox: sandbox)
        let addresses = ["127.0.0.1/8", "::1/128"].compactMap { InterfaceAddress($0) }
        return CNIResult(
            interfaces: [lo], addresses: addresses.map { ResultAddress($0, interface: 0) })
    }
}
