import NetworkAddress
import ServiceModel

/// A Service port as it stands in the table: its plan, the endpoints' indices, its affinity group.
package struct ProgrammedPort: Hashable, Sendable {
    package var plan: ServicePortPlan
    package var slots: EndpointSlots
    /// The affinity group's number; nil without affinity, or without an endpoint.
    package var affinityGroup: UInt32?

    /// Whether clients are remembered: without an endpoint there is nothing to remember.
    package var sticks: Bool { plan.affinityTimeoutSeconds != nil && !plan.endpoints.isEmpty }

    /// How many bits an index has; more endpoints than the largest chain draws from are left out.
    private var bits: Int {
        min(ServiceChain.bits(endpoints: slots.endpoints.count), ServiceChain.maximumBits)
    }

    /// The elements that are this port's alone.
    package func forEachElement(_ body: (TableElement) -> Void) {
        for frontend in plan.frontends {
            let key = PackedFields(frontend.target)
            let isNodePort = frontend.target.address == nil
            guard !slots.endpoints.isEmpty else {
                body(TableElement(isNodePort ? .noEndpointsNodePorts : .noEndpoints, key))
                continue
            }
            body(TableElement(isNodePort ? .nodePorts : .services, key, .chain(chain(frontend))))
            if let affinityGroup {
                var group = PackedFields()
                group.append(native: affinityGroup)
                let set: SetName = isNodePort ? .nodePortAffinityGroups : .affinityGroups
                body(TableElement(set, key, .fields(group)))
            }
            forEachSlot(key, isNodePort ? .nodePortEndpoints : .endpoints, body)
        }
        if let affinityGroup, let seconds = plan.affinityTimeoutSeconds {
            var key = PackedFields()
            key.append(native: affinityGroup)
            body(TableElement(.affinityTimeouts, key, .chain(.remember(seconds: seconds))))
        }
    }

    private func forEachSlot(
        _ target: PackedFields, _ set: SetName, _ body: (TableElement) -> Void
    ) {
        let limit = 1 << ServiceChain.maximumBits
        for (index, endpoint) in slots.endpoints.prefix(limit).enumerated() {
            var key = target
            key.append(native: UInt32(truncatingIfNeeded: index))
            body(TableElement(set, key, .fields(PackedFields(endpoint))))
        }
    }

    /// The elements that several ports may share: they are counted.
    package func forEachSharedElement(_ body: (TableElement) -> Void) {
        for frontend in plan.frontends where frontend.kind == .clusterIP {
            guard let address = frontend.target.address else { continue }
            body(TableElement(.clusterIPs, PackedFields(address)))
        }
        for address in plan.hairpins {
            var key = PackedFields(address)
            key.append(address)
            body(TableElement(.hairpins, key))
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
