import AddressManagement
import CNIProtocol
import NetworkAddress
import RouteNetlink

extension BridgePlugin {
    /// DEL. All steps are tried; the addresses are given back only when nothing can use them any
    /// more, and last, so that a DEL that was killed can be repeated.
    func delete() throws(CNIError) {
        let records = try records()
        let held = try records?.addresses(of: attachment) ?? []
        var problems: [CNIError] = []
        do throws(CNIError) { try deleteLinks() } catch { problems.append(error) }
        do throws(CNIError) { try stopMasquerading(held) } catch { problems.append(error) }
        if problems.isEmpty {
            try records?.release(attachment)
        } else {
            throw CNIError(
                problems[0].code, problems.map(\.message).joined(separator: "; "))
        }
    }

    private func deleteLinks() throws(CNIError) {
        try CNIError.applying("disconnect \(attachment)") {
            if let pod = try PodNamespace(ifPresent: invocation.namespacePath),
                let link = try pod.socket.link(named: attachment.interfaceName),
                link.kind == .veth
            {
                // The other end goes with it.
                try deleteLink(link.index, by: pod.socket)
                return
            }
            let node = try RouteSocket()
            for index in try hostLinks(node) { try deleteLink(index, by: node) }
        }
    }

    /// Somebody else may be removing it: the pod's namespace, when it ends.
    private func deleteLink(_ index: LinkIndex, by socket: RouteSocket) throws {
        do {
            try socket.delete(index)
        } catch {
            guard error.errno == .enodev else { throw error }
        }
    }

    /// The node's ends of the attachment's pairs: ours by alias, and what the previous result
    /// names when the reference plugin made it.
    private func hostLinks(_ node: RouteSocket) throws -> [LinkIndex] {
        var found: [LinkIndex] = []
        for attempt in 0..<HostLinkName.attempts {
            guard let link = try node.link(named: hostLink.name(attempt: attempt)) else { break }
            // Without an alias it is one whose ADD was killed before it could set it.
            let isOurs = link.alias == nil || link.alias == hostLink.storedAlias
            if isOurs, link.kind == .veth { found.append(link.index) }
        }
        let others = (configuration.previousResult?.interfaces ?? []).filter {
            $0.sandbox == nil && $0.name.hasPrefix("veth")
        }
        for other in others {
            guard let link = try node.link(named: other.name), link.kind == .veth,
                link.alias == nil, link.mac?.description == other.mac
            else { continue }
            found.append(link.index)
        }
        return found
    }

    /// Removes the elements of the attachment's addresses; without a reservation, those that name
    /// the attachment.
    private func stopMasquerading(_ held: [IPAddress]) throws(CNIError) {
        // A value that ADD refuses must not keep DEL from cleaning up.
        guard (try? configuration.root["ipMasq"].flag()) ?? true else { return }
        try CNIError.applying("stop masquerading \(attachment)") {
            let masquerade = try Masquerade()
            let subnets = Self.subnets(configuration, invocation)
            let known = held.compactMap { address in
                subnets.first { $0.contains(address) }.map { (address, $0) }
            }
            if !known.isEmpty, known.count == held.count {
                for (address, subnet) in known { try masquerade.remove(address, from: subnet) }
                return
            }
            let own = MasqueradeElement.comment(configuration.name, attachment)
            try masquerade.remove { comment, address in
                comment == own || held.contains(address)
            }
        }
    }

    /// The subnets of the pools; none when the configuration is broken, which DEL must survive.
    static func subnets(
        _ configuration: NetworkConfiguration, _ invocation: CNIInvocation
    ) -> [IPPrefix] {
        let pools = try? HostLocalConfiguration(configuration, arguments: CNIArguments())
        return pools?.rangeSets.flatMap { $0.pools.map(\.subnet) } ?? []
    }
}
