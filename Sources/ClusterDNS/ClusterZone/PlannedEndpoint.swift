import KubernetesAPI
import NetworkAddress

/// An endpoint that is answered: its address, its label, the ports of its slice.
struct PlannedEndpoint {
    var address: IPAddress
    var label: String
    var ports: [EndpointPort]

    /// The endpoints of slices, in the order of the slices' names, each address of a label once.
    static func endpoints(
        of slices: [EndpointSlice], includesUnready: Bool, usesPodNames: Bool
    ) -> [PlannedEndpoint] {
        var found: [PlannedEndpoint] = []
        for slice in slices.sorted(by: { $0.metadata.name < $1.metadata.name })
        where slice.addressType != .fqdn {
            for endpoint in slice.endpoints where includesUnready || endpoint.conditions.isReady {
                for text in endpoint.addresses {
                    guard let address = IPAddress(text) else { continue }
                    let label = label(of: endpoint, at: address, usesPodNames: usesPodNames)
                    found.append(
                        PlannedEndpoint(address: address, label: label, ports: slice.ports))
                }
            }
        }
        // A shared hostname answers once for all its addresses: bring them together.
        return found.sorted { ($0.label, $0.address) < ($1.label, $1.address) }
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
