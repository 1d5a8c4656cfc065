import CNIProtocol
import Netlink
import NetworkAddress
import RouteNetlink

/// Shapes one attachment, and finds what shapes it by nothing but the attachment's names.
public struct PodShaper: Sendable {
    let socket: RouteSocket
    let name: QueueName

    /// A shaper of the node's namespace, in which the socket was opened.
    public init(socket: RouteSocket, network: String, attachment: Attachment) {
        self.socket = socket
        name = QueueName(network: network, attachment: attachment)
    }

    /// Limits what passes the node's end of the pod's pair: one look for the queue's name, one
    /// system call. On an error, nothing of it stays.
    ///
    /// - Returns: the link that the pod's packets wait at, as the result names it; nil when what
    ///   the pod sends has no limit.
    @discardableResult
    public func install(_ bandwidth: Bandwidth, on link: Link) throws -> ResultInterface? {
        guard !bandwidth.isEmpty else { return nil }
        let queueName = bandwidth.egress == nil ? "" : try freeName()
        let plan = ShapingPlan(
            bandwidth, link: link, name: name, queueName: queueName,
            queueIndex: LinkIndex(rawValue: .random(in: 0x4000_0000...0x7FFF_FFFF)),
            queueMAC: .random())
        let refusals: [NetlinkError]
        do {
            refusals = try socket.apply(plan.requests)
        } catch {
            // The kernel's answer was lost: all of it may be there.
            try? remove()
            throw error
        }
        if let first = refusals.first {
            _ = try? socket.apply(plan.undoing(except: Set(refusals.map(\.subject))))
            throw KernelOption.error(for: first)
        }
        return plan.queue.map {
            ResultInterface(name: $0.name, mac: $0.mac?.description, mtu: $0.mtu)
        }
    }

    /// The first name that no other attachment's queue has. A queue of this attachment is what an
    /// ADD that was killed has left, and goes.
    private func freeName() throws -> String {
        for candidate in name.candidates {
            guard let link = try socket.link(named: candidate) else { return candidate }
            guard link.kind == .ifb, link.alias == name.storedAlias else { continue }
            try socket.delete(link.index)
            return candidate
        }
        throw CNIError(
            .alreadyExists,
            "no free name for the queue of \(name.alias): "
                + name.candidates.joined(separator: " and ") + " are taken")
    }

    /// The attachment's queues, which DEL has to delete; all else goes with the node's end of the
    /// pair. Beside other links' deletion theirs costs nothing: hence not deleted here.
    public func leftovers() throws(NetlinkError) -> [LinkIndex] {
        var found: [LinkIndex] = []
        for candidate in name.candidates {
            guard let link = try socket.link(named: candidate), link.kind == .ifb else { continue }
            // One without an alias is the reference plugin's.
            if link.alias == nil || link.alias == name.storedAlias { found.append(link.index) }
        }
        return found
    }

    /// Deletes the attachment's queues.
    public func remove() throws(NetlinkError) {
        if let refusal = try socket.delete(leftovers()).first { throw refusal }
    }

    /// The queues of a network whose attachment is none of these.
    public static func stale(
        among links: [Link], network: String, keeping valid: Set<Attachment>
    ) -> [LinkIndex] {
        let kept = Set(valid.map { QueueName(network: network, attachment: $0).storedAlias })
        return links.filter { link in
            guard link.kind == .ifb, let alias = link.alias else { return false }
            return alias.hasPrefix("\(network)/") && !kept.contains(alias)
        }.map(\.index)
    }
}
