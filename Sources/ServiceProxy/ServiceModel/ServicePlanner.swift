import KubernetesAPI
import NetworkAddress

/// From a Service and its slices to the plans of its ports. Pure; fields that the API server would
/// have refused are left out.
enum ServicePlanner {
    /// Whether this proxy cares for the Service at all.
    static func isProxied(_ service: Service, _ options: ModelOptions) -> Bool {
        service.metadata.labels[ModelOptions.proxyNameLabel] == options.proxyName
            && service.spec.type != .externalName && !service.isHeadless
    }

    /// Whether a slice's endpoints count.
    static func isUsed(_ slice: EndpointSlice) -> Bool {
        slice.addressType != .fqdn && slice.metadata.labels[EndpointSlice.headlessLabel] == nil
    }

    /// The plans of all ports in one family; none when the Service has no address of that family.
    static func plans(
        of held: Held<Service>, slices: [Held<EndpointSlice>], family: AddressFamily,
        _ options: ModelOptions
    ) -> [ServicePortPlan] {
        guard isProxied(held.value, options) else { return [] }
        let addresses = ServiceAddresses(of: held.value, family: family)
        guard !addresses.isEmpty else { return [] }
        let spec = held.value.spec
        let affinity =
            spec.sessionAffinity == .clientIP ? spec.sessionAffinityTimeoutSeconds : nil
        let key = ServiceKey(held.value)
        let type: EndpointSlice.AddressType = family == .ipv4 ? .ipv4 : .ipv6
        return spec.ports.map { port in
            var choice = EndpointChoice()
            for slice in slices where slice.value.addressType == type && isUsed(slice.value) {
                choice.add(slice, port: port, nodeName: options.nodeName)
            }
            let (endpoints, here) = choice.chosen()
            return ServicePortPlan(
                name: ServicePortName(
                    service: key, port: port.name, transport: TransportProtocol(port.protocol)),
                frontends: addresses.frontends(of: port),
                clusterEndpoints: endpoints.map { WeightedEndpoint($0) }, hairpins: here,
                affinityTimeoutSeconds: affinity)
        }
    }
}

extension TransportProtocol {
    /// A port's protocol as packets carry it.
    init(_ name: PortProtocol) {
        switch name {
        case .tcp: self = .tcp
        case .udp: self = .udp
        case .sctp: self = .sctp
        }
    }
}
