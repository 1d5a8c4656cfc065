import CNIProtocol
import RouteNetlink

/// The node's ends of attachments' pairs, as the kernel has them.
struct HostLinks: Sendable {
    let node: RouteSocket

    init(_ node: RouteSocket) { self.node = node }

    /// The ends of an attachment's pair; more than one when an ADD was killed and begun again.
    func find(_ name: HostLinkName) throws -> [LinkIndex] {
        var found: [LinkIndex] = []
        for attempt in 0..<HostLinkName.attempts {
            guard let link = try node.link(named: name.name(attempt: attempt)) else { break }
            // Without an alias it is one whose ADD was killed before it could set it.
            let isOurs = link.alias == nil || link.alias == name.storedAlias
            if isOurs, link.kind == .veth { found.append(link.index) }
        }
        return found
    }

    /// Whether an attachment has a pair. When the kernel does not tell, it may have one.
    func isConnected(_ attachment: Attachment, network: String) -> Bool {
        let name = HostLinkName(network: network, attachment: attachment)
        return (try? !find(name).isEmpty) ?? true
    }
}
