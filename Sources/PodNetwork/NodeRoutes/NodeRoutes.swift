import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink

/// Keeps the routes from this node to the pods of all others, in the kernel's main table.
///
/// What it made carries a number of its own, so that nothing of it stays after the agent was away,
/// and nothing of anybody else's is touched. Each call looks at everything; a call without a
/// change writes nothing.
public final class NodeRoutes: Sendable {
    /// What a call did.
    public struct Outcome: Sendable, Hashable {
        /// How many requests the kernel got.
        public var changes = 0
        /// What could not be had, for people: nodes without a way, routes that others made.
        public var problems: [String] = []
    }

    private let socket: RouteSocket
    private let mode: RouteMode

    /// In the calling thread's network namespace, or in another.
    public init(_ mode: RouteMode, in namespace: NetworkNamespace? = nil) throws {
        self.mode = mode
        socket = if let namespace { try RouteSocket(in: namespace) } else { try RouteSocket() }
    }

    /// Makes the kernel's routes those of a cluster.
    @discardableResult
    public func apply(own: RoutedNode, others: [RoutedNode]) throws -> Outcome {
        let plan = NodeRoutePlan(
            own: own, others: others, mode: mode, links: try HostLinks(observing: socket))
        var outcome = Outcome(problems: plan.problems)
        let tunnel = try apply(plan.tunnel, &outcome)
        let observed = try NodeRouteState(observing: socket, tunnel: tunnel)
        let change = NodeRouteChange(from: observed, to: plan, tunnel: tunnel)
        outcome.problems += change.problems
        outcome.changes += change.batch.count
        let refusals = try socket.apply(change.batch)
        outcome.problems += refusals.filter { !Self.isDone($0) }.map(\.description)
        return outcome
    }

    /// Takes away all that was made here.
    @discardableResult
    public func remove() throws -> Outcome {
        let nobody = RoutedNode(name: "", podCIDRs: [], addresses: [])
        return try apply(own: nobody, others: [])
    }

    /// What was to be deleted went by itself, with its link or its gateway.
    private static func isDone(_ refusal: NetlinkError) -> Bool {
        [.esrch, .enoent].contains(refusal.errno)
    }

    /// Makes the tunnel as it must be; one that is otherwise gives way.
    private func apply(_ tunnel: TunnelPlan?, _ outcome: inout Outcome) throws -> LinkIndex? {
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
            var change = LinkChange()
            change.mtu = tunnel.mtu
            change.isUp = true
            change.addressGeneration = AddressGeneration.none
            try socket.set(link.index, change)
            outcome.changes += 1
        }
        try applyAddresses(tunnel, link.index, &outcome)
        return link.index
    }

    private func applyAddresses(
        _ tunnel: TunnelPlan, _ link: LinkIndex, _ outcome: inout Outcome
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
