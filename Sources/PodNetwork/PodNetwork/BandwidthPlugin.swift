import CNIProtocol
import PodShaping
import RouteNetlink

/// The plugin `bandwidth`: limits what a pod sends and receives; chained behind the plugin that
/// makes the pair.
struct BandwidthPlugin: CNIPlugin {
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    private func shaper(_ node: RouteSocket) -> PodShaper {
        PodShaper(socket: node, network: configuration.name, attachment: attachment)
    }

    func add() throws(CNIError) -> CNIResult {
        let bandwidth = try Bandwidth(configuration)
        var result = try configuration.requirePreviousResult()
        guard !bandwidth.isEmpty else { return result }
        let pod = try PodNamespace(path: invocation.namespacePath)
        try CNIError.applying("shape \(attachment)") {
            let node = try RouteSocket()
            let link = try hostLink(pod, node, result, failing: .invalidConfiguration)
            if let queue = try shaper(node).install(bandwidth, on: link) {
                result.interfaces.append(queue)
            }
        }
        return result
    }

    /// The qdiscs at the node's end of the pair go with it.
    func delete() throws(CNIError) {
        try CNIError.applying("stop shaping \(attachment)") {
            try shaper(try RouteSocket()).remove()
        }
    }

    func check() throws(CNIError) {
        let bandwidth = try Bandwidth(configuration)
        let result = try configuration.requirePreviousResult()
        guard !bandwidth.isEmpty else { return }
        let pod = try PodNamespace(path: invocation.namespacePath)
        try CNIError.applying("check \(attachment)") {
            let node = try RouteSocket()
            let link = try hostLink(pod, node, result, failing: .checkFailed)
            try CNIError.requireNone(try shaper(node).discrepancies(of: bandwidth, on: link))
        }
    }

    func collect(keeping valid: Set<Attachment>) throws(CNIError) {
        try CNIError.applying("remove queues of \(configuration.name)") {
            let node = try RouteSocket()
            let stale = PodShaper.stale(
                among: try node.links(), network: configuration.name, keeping: valid)
            if let refusal = try node.delete(stale).first { throw refusal }
        }
    }

    func requireReadiness() throws(CNIError) {
        _ = try Bandwidth(configuration)
        try Readiness.requireShaping()
    }

    /// The node's end of the pod's pair, which a plugin before this one has made.
    private func hostLink(
        _ pod: PodNamespace, _ node: RouteSocket, _ result: CNIResult, failing code: CNIError.Code
    ) throws -> Link {
        let name = invocation.interfaceName
        guard let inner = try pod.socket.link(named: name) else {
            throw CNIError(code, "the pod has no interface \(name)")
        }
        guard inner.kind == .veth, let index = inner.peerIndex, let link = try node.link(index),
            link.kind == .veth
        else { throw CNIError(code, "the pod's \(name) is no end of a pair with the node") }
        guard result.interfaces.contains(where: { $0.sandbox == nil && $0.name == link.name })
        else {
            throw CNIError(
                code, "prevResult.interfaces: expected \(link.name), the node's end of \(name)")
        }
        return link
    }
}
