import AddressManagement
import CNIProtocol
import PodRules
import RouteNetlink

extension InterfacePlugin {
    /// GC: removes links, rules and reservations of this network that belong to nobody. What fails
    /// does not keep the rest from being tried.
    func collect(keeping valid: Set<Attachment>) throws(CNIError) {
        var problems: [String] = []
        do { try collectLinks(keeping: valid) } catch { problems.append("\(error)") }
        do {
            problems += try PodRuleTable().collect(
                network: configuration.name, plugin: Self.name, keeping: valid)
        } catch {
            problems.append("\(error)")
        }
        do {
            let source = try addressSource(for: AddressUse(existing: .reuse))
            problems += source.collect(keeping: valid)
        } catch {
            problems.append("\(error)")
        }
        try CNIError.throwing(problems)
    }

    /// Links are known by their alias; deleted together, since the kernel waits once for all. One
    /// without an alias is of an ADD that was killed, which has left a reservation as well.
    private func collectLinks(keeping valid: Set<Attachment>) throws {
        let node = try RouteSocket()
        var removal = LinkRemoval(node)
        for link in try node.links() {
            guard let alias = link.alias,
                let owner = HostLinkName.attachment(in: alias, network: configuration.name)
            else { continue }
            if !valid.contains(owner) { removal.add(link.index) }
        }
        let holders = (try? ReservationRecords(configuration))?.attachments() ?? []
        for attachment in holders where !valid.contains(attachment) {
            let name = HostLinkName(network: configuration.name, attachment: attachment)
            for index in try HostLinks(node).find(name) { removal.add(index) }
        }
        try removal.mark()
        try removal.finish()
    }
}
