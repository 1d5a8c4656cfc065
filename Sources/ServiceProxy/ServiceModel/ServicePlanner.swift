import KubernetesAPI
import NetworkAddress

/// From a Service and its slices to the plans of its ports. Pure.
struct ServicePlanner {
    var node: NodeFacts
    var viewpoint: EndpointChoice.Viewpoint
    var places: EndpointPlaces

    /// The plans of all ports in one family; none when the Service has no address of that family.
    func plans(
        of key: ServiceKey, _ service: ServiceRecord, _ slices: [SliceRecord],
        _ family: AddressFamily
    ) -> [ServicePortPlan] {
        // Without an address of its own the Service isn't there in this family.
        guard service.isProxied, service.clusterIPs.contains(where: { $0.family == family }) else {
            return []
        }
        let sources = service.allowedSources(family, nodeAddresses: node.addresses)
        return service.ports.map { port in
            let frontends = service.frontends(of: port, family)
            let isExternal = frontends.contains { $0.kind != .clusterIP }
            var choice = EndpointChoice()
            for slice in slices where slice.family == family {
                choice.add(slice, port: port, service.annotations.weights, places)
            }
            let outcome = choice.outcome(
                from: viewpoint, places,
                wantsLocal: service.internalPolicy == .local
                    || isExternal && service.externalPolicy == .local,
                wantsRetained: port.transport == .udp || service.annotations.removal != .keep)
            return ServicePortPlan(
                name: ServicePortName(service: key, port: port.name, transport: port.transport),
                frontends: frontends, clusterEndpoints: outcome.cluster,
                localEndpoints: outcome.local, internalPolicy: service.internalPolicy,
                externalPolicy: service.externalPolicy, hairpins: outcome.hairpins,
                affinityTimeoutSeconds: service.affinityTimeoutSeconds,
                method: service.annotations.method, allowedSources: sources,
                removal: service.annotations.removal, retained: outcome.retained)
        }
    }

    /// What the health check port answers, one for each family that the Service has.
    func healthChecks(
        of key: ServiceKey, _ service: ServiceRecord, _ slices: [SliceRecord]
    ) -> [ServiceHealthCheck] {
        guard let port = service.healthCheckNodePort else { return [] }
        return service.clusterIPs.map(\.family).map { family in
            var choice = EndpointChoice()
            for slice in slices where slice.family == family {
                for port in service.ports {
                    choice.add(slice, port: port, service.annotations.weights, places)
                }
            }
            return ServiceHealthCheck(
                service: key, port: port, family: family, localEndpoints: choice.readyHere())
        }
    }
}
