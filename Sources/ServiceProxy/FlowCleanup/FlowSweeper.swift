import Conntrack
import LinuxSystem
import Netlink
import NetworkAddress
import ServiceModel

/// Looks through one family's flows and ends some. The flows are never held all at once.
final class FlowSweeper {
    private let family: AddressFamily
    private let reader: ConntrackSocket
    /// Ends flows while the other is still reading.
    private let writer: ConntrackSocket
    private var cutter: ConnectionCutter?

    /// So many flows are ended together.
    private static let chunk = 500

    /// In the network namespace of the calling thread, from where it must be used.
    init(_ family: AddressFamily) throws {
        self.family = family
        reader = try ConntrackSocket()
        writer = try ConntrackSocket()
    }

    /// When there is more to do about connections that are being cut.
    var nextStep: UInt64? {
        guard let cutter else { return nil }
        return [cutter.emptyAt, cutter.remindAt].compactMap { $0 }.min()
    }

    /// Whether ends of connections may still be on their way to learn that these were cut.
    var isTelling: Bool { cutter?.remindAt != nil }

    /// Does it when it is time.
    func tidy(_ now: UInt64) { try? cutter?.tidy(now) }

    /// Ends the UDP flows that lead to nobody who serves.
    func sweep(
        _ agenda: DatagramAgenda, _ nodePortAddresses: Set<IPAddress>
    ) throws -> FlowSweep {
        let rule = FlowRule(targets: agenda.targets, nodePortAddresses: nodePortAddresses)
        return try sweep(agenda.filter(family), .udp, where: rule.mustEnd) { flows, writer in
            try writer.delete(flows)
        }
    }

    /// Cuts connections. TCP's ends are told; what kept them from it is returned.
    func cut(
        _ rule: CutRule, _ transport: TransportProtocol
    ) throws -> (FlowSweep, problem: (any Error)?) {
        var problem: (any Error)?
        let filter = rule.filter(family, transport)
        let sweep = try sweep(filter, transport, where: rule.mustEnd) { [self] flows, writer in
            guard transport == .tcp else { return try writer.delete(flows) }
            do { try tellers().arm(flows) } catch { problem = error }
            let count = try writer.delete(flows)
            do { try tellers().provoke(flows) } catch { problem = problem ?? error }
            return count
        }
        return (sweep, problem)
    }

    private func tellers() throws -> ConnectionCutter {
        if let cutter { return cutter }
        let new = try ConnectionCutter(family)
        cutter = new
        return new
    }

    /// Finds the connections of these Service ports that lead to nobody who serves.
    func look(
        _ plans: [ServicePortPlan], _ nodePortAddresses: Set<IPAddress>,
        _ found: (SocketEndpoint, Frontend.Target, ServicePortPlan) -> Void
    ) throws {
        var owners: [Frontend.Target: ServicePortPlan] = [:]
        for plan in plans { for frontend in plan.frontends { owners[frontend.target] = plan } }
        let rule = FlowRule(
            targets: owners.mapValues(\.servingEndpoints), nodePortAddresses: nodePortAddresses)
        for transport in Set(plans.map(\.name.transport)) {
            let filter = FlowFilter(
                family: family, transport: transport, status: .destinationNAT)
            try reader.forEach(filter) { flow in
                if let (target, endpoint) = rule.stranger(flow), let plan = owners[target] {
                    found(endpoint, target, plan)
                }
            }
        }
    }

    private func sweep(
        _ filter: FlowFilter, _ transport: TransportProtocol, where mustEnd: (Flow) -> Bool,
        _ end: ([Flow], ConntrackSocket) throws -> Int
    ) throws -> FlowSweep {
        var sweep = FlowSweep(family: family, transport: transport)
        let begin = MonotonicClock.nanoseconds
        var some: [Flow] = []
        var problem: (any Error)?
        func endThose() {
            guard !some.isEmpty, problem == nil else { return }
            do { sweep.ended += try end(some, writer) } catch { problem = error }
            some.removeAll(keepingCapacity: true)
        }
        try reader.forEach(filter) { flow in
            sweep.seen += 1
            guard mustEnd(flow) else { return }
            some.append(flow)
            if some.count >= Self.chunk { endThose() }
        }
        endThose()
        if let problem { throw problem }
        sweep.seconds = Double(MonotonicClock.nanoseconds - begin) / 1e9
        return sweep
    }
}
