import ControllerRuntime
import KubernetesAPI
import NetworkAddress

/// The EndpointSlices that a Service's pods make: a pure function of the objects.
///
/// For each family of the Service, pods are grouped by what their ports resolve to, and each group
/// fills slices of at most 100 endpoints. Slices that exist keep their names and, as far as they
/// can, their endpoints, so that little changes when little happens.
public enum EndpointSlicePlan {
    /// The most endpoints that a slice holds.
    public static let maximumEndpoints = 100
    /// What writes the slices, as their label says it.
    public static let managedBy = "endpointslice-controller.k8s.io"

    /// The slices that should exist for a Service.
    ///
    /// - Parameters:
    ///   - pods: pods of any namespace; those that the Service selects are taken.
    ///   - nodes: for the zones of the endpoints.
    ///   - existing: the slices that are there; those of others are left alone and not returned.
    ///     What is in here and not in the result is to be deleted.
    /// - Returns: ordered by family, ports and name; empty for a Service without selector or of
    ///   type `ExternalName`, whose endpoints are not made from pods.
    public static func slices(
        for service: Service, pods: [Pod], nodes: [Node], existing: [EndpointSlice] = []
    ) -> [EndpointSlice] {
        guard !service.spec.selector.isEmpty, service.spec.type != .externalName else { return [] }
        let selected = pods.filter { isSelected($0, by: service) }.map(EndpointPod.init)
        let zones = Dictionary(
            nodes.compactMap { node in node.zone.map { (node.metadata.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        return slices(for: service, selected: selected, zones: zones, existing: existing)
    }

    /// The slices that should exist for pods that a Service selects.
    /// - Parameters:
    ///   - zones: of the nodes, by name.
    ///   - generatesNames: leaves the names of new slices to the API server.
    static func slices(
        for service: Service, selected: [EndpointPod], zones: [String: String],
        existing: [EndpointSlice], generatesNames: Bool = false
    ) -> [EndpointSlice] {
        let pods = selected.filter(\.isEndpoint)
        let owned = existing.filter { isOwned($0, by: service) }
        var slices: [EndpointSlice] = []
        for family in families(of: service, pods: pods) {
            let groups = EndpointGroup.groups(
                of: pods, service: service, family: family, zones: zones)
            let old = owned.filter { $0.addressType.family == family }
            let packing = SlicePacking(
                service: service, family: family, generatesNames: generatesNames)
            slices += packing.pack(groups, into: old)
        }
        return slices
    }

    private static func isSelected(_ pod: Pod, by service: Service) -> Bool {
        pod.metadata.namespace == service.metadata.namespace
            && service.spec.selector.allSatisfy { pod.metadata.labels[$0.key] == $0.value }
    }

    private static func isOwned(_ slice: EndpointSlice, by service: Service) -> Bool {
        slice.metadata.namespace == service.metadata.namespace
            && slice.serviceName == service.metadata.name
            && slice.metadata.labels[EndpointSlice.managedByLabel] == managedBy
    }

    /// The families of a Service: those it says; else those of its addresses; else, when it is
    /// headless and says nothing, those that its pods have; else IPv4.
    static func families(of service: Service, pods: [EndpointPod]) -> [IPFamily] {
        if !service.spec.ipFamilies.isEmpty { return service.spec.ipFamilies }
        let addresses =
            service.isHeadless ? pods.flatMap(\.addresses) : service.spec.clusterIPs
        let found = Set(addresses.compactMap(IPFamily.init(ofAddress:)))
        let families = [IPFamily.ipv4, .ipv6].filter(found.contains)
        return families.isEmpty ? [.ipv4] : families
    }
}

extension IPFamily {
    /// The family of an address; nil when the text is none.
    init?(ofAddress text: String) {
        switch IPAddress(text)?.family {
        case .ipv4: self = .ipv4
        case .ipv6: self = .ipv6
        case nil: return nil
        }
    }

    var addressType: EndpointSlice.AddressType { self == .ipv4 ? .ipv4 : .ipv6 }
}

extension EndpointSlice.AddressType {
    /// The family of the addresses; nil for names.
    var family: IPFamily? {
        switch self {
        case .ipv4: .ipv4
        case .ipv6: .ipv6
        case .fqdn: nil
        }
    }
}
