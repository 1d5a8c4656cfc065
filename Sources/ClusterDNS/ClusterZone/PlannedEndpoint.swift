import KubernetesAPI
import NetworkAddress

/// What names need of an EndpointSlice; the rest of the object is not kept.
struct PlannedSlice: Sendable {
    var name: String
    var endpoints: [PlannedEndpoint]

    init(_ slice: EndpointSlice, usesPodNames: Bool) {
        name = slice.metadata.name
        endpoints = []
        guard slice.addressType != .fqdn else { return }
        endpoints.reserveCapacity(slice.endpoints.count)
        for endpoint in slice.endpoints {
            for text in endpoint.addresses {
                guard let address = IPAddress(text) else { continue }
                let label = PlannedEndpoint.label(
                    of: endpoint, at: address, usesPodNames: usesPodNames)
                endpoints.append(
                    PlannedEndpoint(
                        address: address, isReady: endpoint.conditions.isReady, label: label,
                        ports: slice.ports))
            }
        }
    }
}

/// An endpoint as names need it: its address, its label, the ports of its slice.
struct PlannedEndpoint: Sendable {
    var address: IPAddress
    var isReady: Bool
    var label: String
    var ports: [EndpointPort]

    /// The endpoints of slices that are answered, each label's together: a shared hostname answers
    /// once for all its addresses.
    static func endpoints(
        of slices: [PlannedSlice], includesUnready: Bool
    ) -> [PlannedEndpoint] {
        slices.flatMap(\.endpoints).filter { includesUnready || $0.isReady }
            .sorted { ($0.label, $0.address) < ($1.label, $1.address) }
    }

    /// Its hostname; else, when asked for, its pod's name if that fits; else the dashed address.
    static func label(
        of endpoint: Endpoint, at address: IPAddress, usesPodNames: Bool
    ) -> String {
        if let hostname = endpoint.hostname, !hostname.isEmpty { return hostname.lowercased() }
        if usesPodNames, let name = endpoint.targetRef?.name, !name.isEmpty, name.utf8.count <= 63 {
            return name.lowercased()
        }
        return dashed(address)
    }

    /// `10-244-1-7`, `fd00-10--7`; a label may not end in a dash, so a zero stands behind it.
    static func dashed(_ address: IPAddress) -> String {
        let text = String(address.description.map { $0 == "." || $0 == ":" ? "-" : $0 })
        return text.hasSuffix("-") ? text + "0" : text
    }
}
