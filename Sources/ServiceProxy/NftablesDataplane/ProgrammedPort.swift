import NetworkAddress
import ServiceModel

/// A Service port as it stands in the table: its plan, the endpoints' indices, its affinity group.
package struct ProgrammedPort: Hashable, Sendable {
    package var plan: ServicePortPlan
    package var slots: EndpointSlots
    /// The affinity group's number; nil without affinity, or without an endpoint.
    package var affinityGroup: UInt32?

    /// The sets whose elements are one port's alone.
    package static let ownSets: [SetName] = [
        .services, .endpoints, .nodePorts, .nodePortEndpoints, .noEndpoints, .noEndpointsNodePorts,
        .affinityGroups, .nodePortAffinityGroups, .affinityTimeouts,
    ]
    /// The sets whose elements several ports may share: they are counted.
    package static let sharedSets: [SetName] = [.clusterIPs, .hairpins]

    /// Whether clients are remembered: without an endpoint there is nothing to remember.
    package var sticks: Bool {
        plan.affinityTimeoutSeconds != nil && !plan.clusterEndpoints.isEmpty
    }

    /// How many bits an index has; more endpoints than the largest chain draws from are left out.
    private var bits: Int {
        min(ServiceChain.bits(endpoints: slots.endpoints.count), ServiceChain.maximumBits)
    }

    /// How many elements are this port's alone.
    package var elementCount: Int {
        guard !slots.endpoints.isEmpty else { return plan.frontends.count }
        let group = affinityGroup == nil ? 0 : 1
        let reached = min(slots.endpoints.count, 1 << ServiceChain.maximumBits)
        return plan.frontends.count * (1 + reached + group) + group
    }

    /// The elements that this port makes in some sets.
    package func elements(in sets: [SetName]) -> [TableElement] {
        var elements: [TableElement] = []
        for set in sets { append(set, to: &elements) }
        return elements
    }

    /// Adds the elements that this port makes in one set.
    package func append(_ set: SetName, to elements: inout [TableElement]) {
        switch set {
        case .services, .nodePorts: appendVerdicts(set, to: &elements)
        case .endpoints, .nodePortEndpoints: appendSlots(set, to: &elements)
        case .noEndpoints, .noEndpointsNodePorts:
            guard slots.endpoints.isEmpty else { return }
            for frontend in frontends(set) {
                elements.append(TableElement(set, PackedFields(frontend.target)))
            }
        case .affinityGroups, .nodePortAffinityGroups, .affinityTimeouts:
            if let affinityGroup { appendAffinity(affinityGroup, set, to: &elements) }
        case .clusterIPs:
            for frontend in plan.frontends where frontend.kind == .clusterIP {
                guard let address = frontend.target.address else { continue }
                elements.append(TableElement(set, PackedFields(address)))
            }
        case .hairpins:
            for address in plan.hairpins {
                var key = PackedFields(address)
                key.append(address)
                elements.append(TableElement(set, key))
            }
        case .nodePortAddresses, .affinities: break
        }
    }

    /// The frontends that a set is about: addresses, or ports of the node.
    private func frontends(_ set: SetName) -> some Sequence<Frontend> {
        let isNodePort: Bool
        switch set {
        case .nodePorts, .nodePortEndpoints, .noEndpointsNodePorts, .nodePortAffinityGroups:
            isNodePort = true
        default: isNodePort = false
        }
        return plan.frontends.lazy.filter { ($0.target.address == nil) == isNodePort }
    }

    private func appendVerdicts(_ set: SetName, to elements: inout [TableElement]) {
        guard !slots.endpoints.isEmpty else { return }
        for frontend in frontends(set) {
            let key = PackedFields(frontend.target)
            elements.append(TableElement(set, key, .chain(chain(frontend))))
        }
    }

    private func appendSlots(_ set: SetName, to elements: inout [TableElement]) {
        let limit = 1 << ServiceChain.maximumBits
        for frontend in frontends(set) {
            let target = PackedFields(frontend.target)
            for (index, endpoint) in slots.endpoints.prefix(limit).enumerated() {
                var key = target
                key.append(native: UInt32(truncatingIfNeeded: index))
                elements.append(TableElement(set, key, .fields(PackedFields(endpoint))))
            }
        }
    }

    private func appendAffinity(
        _ number: UInt32, _ set: SetName, to elements: inout [TableElement]
    ) {
        var group = PackedFields()
        group.append(native: number)
        if set == .affinityTimeouts {
            guard let seconds = plan.affinityTimeoutSeconds else { return }
            elements.append(TableElement(set, group, .chain(.remember(seconds: seconds))))
            return
        }
        for frontend in frontends(set) {
            elements.append(TableElement(set, PackedFields(frontend.target), .fields(group)))
        }
    }

    /// The chains that this port's elements point to.
    package func insertChains(into chains: inout Set<ServiceChain>) {
        guard !slots.endpoints.isEmpty else { return }
        for frontend in plan.frontends { chains.insert(chain(frontend)) }
        if affinityGroup != nil, let seconds = plan.affinityTimeoutSeconds {
            chains.insert(.remember(seconds: seconds))
        }
    }

    private func chain(_ frontend: Frontend) -> ServiceChain {
        let sticks = affinityGroup != nil
        switch frontend.kind {
        case .clusterIP: return sticks ? .stick(bits: bits) : .pick(bits: bits)
        case .externalIP, .loadBalancer:
            return sticks ? .externalStick(bits: bits) : .external(bits: bits)
        case .nodePort: return sticks ? .nodePortStick(bits: bits) : .nodePort(bits: bits)
        }
    }
}

extension PackedFields {
    package init(_ address: IPAddress) {
        self.init()
        append(address)
    }

    /// `[address .] protocol . port`.
    package init(_ target: Frontend.Target) {
        self.init()
        if let address = target.address { append(address) }
        append(target.transport)
        append(target.port)
    }

    /// `address . port`.
    package init(_ endpoint: SocketEndpoint) {
        self.init()
        append(endpoint.address)
        append(endpoint.port)
    }
}
