import KubernetesAPI

/// Traffic distribution: which endpoints are hinted to which zones and nodes.
enum SliceHints {
    /// The slices with hints as the Service asks for them; without any when it asks for none.
    ///
    /// `PreferSameZone` (and its older name `PreferClose`) gives each ready endpoint its own zone,
    /// `PreferSameNode` its own node as well. Endpoints that are not ready carry no hint, and those
    /// whose zone is unknown none for zones.
    static func applied(to slices: [EndpointSlice], _ service: Service) -> [EndpointSlice] {
        let wanted = service.spec.trafficDistribution
        let forNodes = wanted == "PreferSameNode"
        let forZones = forNodes || wanted == "PreferSameZone" || wanted == "PreferClose"
        return slices.map { slice in
            var slice = slice
            for index in slice.endpoints.indices {
                slice.endpoints[index].hints =
                    forZones ? hints(slice.endpoints[index], forNodes: forNodes) : nil
            }
            return slice
        }
    }

    private static func hints(_ endpoint: Endpoint, forNodes: Bool) -> EndpointHints? {
        guard endpoint.conditions.isReady else { return nil }
        let hints = EndpointHints(
            forZones: endpoint.zone.map { [$0] } ?? [],
            forNodes: forNodes ? endpoint.nodeName.map { [$0] } ?? [] : [])
        return hints == EndpointHints() ? nil : hints
    }
}
