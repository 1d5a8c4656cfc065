import NetworkAddress
import ServiceModel

/// Which UDP flows a change disturbs: connection tracking keeps a flow with the endpoint it began
/// with, and UDP has no end that it could see.
extension NftablesDataplane {
    /// Notes the targets of a Service port whose endpoints went or whose targets changed.
    func note(_ change: ServiceTable.Change, in report: inout SyncReport) {
        guard change.name.transport == .udp else { return }
        let old = currentPlan(of: change.name)
        let endpoints = Set(change.plan?.clusterEndpoints.map(\.endpoint) ?? [])
        let lost = (old?.clusterEndpoints.map(\.endpoint) ?? []).contains {
            !endpoints.contains($0)
        }
        let began = old?.clusterEndpoints.isEmpty ?? true
        let before = Set((old?.frontends ?? []).map(\.target))
        let after = Set((change.plan?.frontends ?? []).map(\.target))
        for target in before.subtracting(after) where report.disturbedFlows[target] == nil {
            report.disturbedFlows[target] = []
        }
        for target in after where lost || began || !before.contains(target) {
            report.disturbedFlows[target] = endpoints
        }
    }

    /// After the table was read anything may have happened before: all UDP targets that are there,
    /// and those that the table still had.
    func flows(
        _ state: TableState, removedFrom observed: ObservedTable
    ) -> [Frontend.Target: Set<SocketEndpoint>] {
        var found: [Frontend.Target: Set<SocketEndpoint>] = [:]
        for identity in observed.elements.keys {
            if let target = identity.target(family), target.transport == .udp { found[target] = [] }
        }
        for port in state.ports.values where port.plan.name.transport == .udp {
            for frontend in port.plan.frontends {
                found[frontend.target] = Set(port.plan.clusterEndpoints.map(\.endpoint))
            }
        }
        return found
    }

    /// The targets that the table still had and nobody has any more.
    func formerTargets(_ state: TableState, _ observed: ObservedTable) -> Set<Frontend.Target> {
        var found = Set(observed.elements.keys.compactMap { $0.target(family) })
        for port in state.ports.values {
            for frontend in port.plan.frontends { found.remove(frontend.target) }
        }
        return found
    }
}

extension TableElement.Identity {
    /// The target that an element of the services' or node ports' map stands for.
    func target(_ family: AddressFamily) -> Frontend.Target? {
        switch set {
        case .services, .refused, .dropped:
            let words = family.byteCount / 4
            return Frontend.Target(
                address: key.address(at: 0, family), transport: key.transport(at: words),
                port: key.port(at: words + 1))
        case .nodePorts, .refusedNodePorts:
            return Frontend.Target(
                address: nil, transport: key.transport(at: 0), port: key.port(at: 1))
        default: return nil
        }
    }
}
