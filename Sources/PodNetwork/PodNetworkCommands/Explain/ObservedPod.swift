import CNIProtocol
import NetworkAddress
import RouteNetlink

/// A pod as the kernel has it: a pair with one end on the node, and what is behind the other.
struct ObservedPod {
    /// The network's name, where the pair's alias tells it.
    var network: String?
    /// The container and its interface, where the pair's alias tells them.
    var attachment: Attachment?
    /// The node's end.
    var hostLink: Link
    /// Where the pod's namespace is found; nil when nothing names it.
    var namespacePath: String?
    /// The pod's end.
    var interface: Link?
    /// The addresses of the pod's end.
    var addresses: [InterfaceAddress] = []

    /// A pod behind a node's end.
    init(hostLink: Link) {
        self.hostLink = hostLink
        let parts = (hostLink.alias ?? "").split(
            separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return }
        network = String(parts[0])
        attachment = Attachment(
            containerID: String(parts[1]), interfaceName: String(parts[2]))
    }

    /// `bridge/web/eth0`; of others' pods the node's end.
    var name: String {
        guard let network, let attachment else { return hostLink.name }
        return "\(network)/\(attachment)"
    }

    /// Whether a person means this pod.
    func isNamed(_ text: String) -> Bool {
        guard let attachment else { return text == hostLink.name }
        return [name, attachment.description, attachment.containerID].contains(text)
    }

    /// Whether a person may mean this pod, by the beginning of a container's id.
    func mayBeNamed(_ text: String) -> Bool {
        text.utf8.count >= 4 && attachment?.containerID.hasPrefix(text) == true
    }
}
