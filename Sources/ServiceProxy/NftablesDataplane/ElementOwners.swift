import ServiceModel

/// Which Service port an element belongs to, as far as its key tells.
package struct ElementOwners: Sendable {
    private var targets: [PackedFields: ServicePortName] = [:]
    private var numbers: [UInt32: ServicePortName] = [:]

    /// From what the table must hold.
    package init(_ state: TableState) {
        for port in state.ports.values {
            numbers[port.number] = port.plan.name
            for frontend in port.plan.frontends {
                targets[PackedFields(frontend.target)] = port.plan.name
            }
        }
    }

    /// Whose element it is; nil when it is nobody's, or several ports'.
    package func owner(of element: TableElement) -> ServicePortName? {
        owner(of: element.key, in: element.set)
    }

    /// Whose key it is in a set; nil when it is nobody's, or several ports'.
    package func owner(of key: PackedFields, in set: SetName) -> ServicePortName? {
        switch set {
        case .services, .nodePorts, .refused, .refusedNodePorts, .dropped, .firewalled:
            targets[key]
        case .endpoints, .allowedSources:
            numbers[ServiceNumber(rawValue: key.native(at: 0)).port]
        case .programs, .memories, .affinities, .clusterIPs, .nodePortAddresses, .hairpins: nil
        }
    }
}
