import NetworkAddress
import RouteNetlink

/// Makes this node's end of the tunnel as it must be.
struct TunnelKeeper {
    let socket: RouteSocket

    /// A tunnel that is otherwise gives way.
    func apply(_ tunnel: TunnelPlan?, _ outcome: inout NodeRoutes.Outcome) throws -> LinkIndex? {
        let found = try socket.link(named: TunnelPlan.name)
        guard let tunnel else {
            if let found {
                try socket.delete(found.index)
                outcome.changes += 1
            }
            return nil
        }
        var link = found
        if let found, !tunnel.isMade(found) {
            try socket.delete(found.index)
            outcome.changes += 1
            link = nil
        }
        if link == nil {
            link = try socket.create(tunnel.request)
            outcome.changes += 1
        }
        guard let link else { return nil }
        if link.mtu != tunnel.mtu || !link.isUp {
            var quiet = LinkChange()
            // First: coming up, it would make an address up.
            quiet.addressGeneration = AddressGeneration.none
            var change = LinkChange()
            change.mtu = tunnel.mtu
            change.isUp = true
            var batch = RouteBatch()
            batch.set(link.index, quiet)
            batch.set(link.index, change)
            if let refusal = try socket.apply(batch).first { throw refusal }
            outcome.changes += 1
        }
        try applyAddresses(tunnel, link.index, &outcome)
        return link.index
    }

    private func applyAddresses(
        _ tunnel: TunnelPlan, _ link: LinkIndex, _ outcome: inout NodeRoutes.Outcome
    ) throws {
        let found = Set(try socket.addresses(of: link).map(\.address))
        let wanted = Set(tunnel.addresses.map { InterfaceAddress($0) })
        for address in wanted.subtracting(found) {
            // Nobody else has it: asking around for another who does would only take time.
            let flags: AddressFlags = address.family == .ipv6 ? .noDuplicateDetection : []
            try socket.add(address, to: link, flags: flags)
            outcome.changes += 1
        }
        for address in found.subtracting(wanted) where !address.address.isLinkLocal {
            try socket.delete(address, of: link)
            outcome.changes += 1
        }
    }
}
