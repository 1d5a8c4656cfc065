import NetworkAddress
import ServiceModel

extension NftablesDataplane {
    /// The targets of elements that the table still had, less those that somebody has.
    func formerTargets(
        _ state: TableState, _ observed: some Sequence<TableElement.Identity>
    ) -> Set<Frontend.Target> {
        var found = Set(observed.compactMap { $0.target(family) })
        guard !found.isEmpty else { return [] }
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
