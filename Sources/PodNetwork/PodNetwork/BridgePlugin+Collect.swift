import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

extension BridgePlugin {
    /// GC: removes links, masquerading and reservations of this network that belong to nobody.
    /// What fails does not keep the rest from being tried.
    func collect(keeping valid: Set<Attachment>) throws(CNIError) {
        let records = try records()
        var problems: [String] = []
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { problems.append("\(error)") }
        }
        attempt { try collectLinks(keeping: valid) }
        attempt { try collectElements(keeping: valid, records) }
        if let records { problems += records.collect(keeping: valid) }
        try CNIError.throwing(problems)
    }

    /// Links are known by their alias; deleted together, since the kernel waits once for all.
    private func collectLinks(keeping valid: Set<Attachment>) throws {
        let node = try RouteSocket()
        let stale = try node.links().filter { link in
            guard link.kind == .veth, let alias = link.alias,
                let owner = HostLinkName.attachment(in: alias, network: configuration.name)
            else { return false }
            return !valid.contains(owner)
        }
        if let refusal = try node.delete(stale.map(\.index)).first { throw refusal }
    }

    /// An element of a valid pod may carry the name of the address's earlier owner.
    private func collectElements(
        keeping valid: Set<Attachment>, _ records: ReservationRecords?
    ) throws {
        guard try configuration.root["ipMasq"].flag() else { return }
        let kept = Set(valid.map { MasqueradeElement.comment(configuration.name, $0) })
        var inUse: Set<IPAddress> = []
        for attachment in valid {
            inUse.formUnion(try records?.addresses(of: attachment) ?? [])
        }
        try Masquerade().remove { comment, address in
            comment.hasPrefix(configuration.name + "/") && !kept.contains(comment)
                && !inUse.contains(address)
        }
    }
}
