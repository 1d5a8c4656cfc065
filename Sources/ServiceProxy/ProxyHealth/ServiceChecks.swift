import NetworkAddress
import ServiceModel

/// The health check ports that are wanted, and the addresses to serve them on.
package struct ServiceChecks: Hashable, Sendable {
    package var checks: [ServiceHealthCheck] = []
    package var addresses: Set<IPAddress> = []

    package init(checks: [ServiceHealthCheck] = [], addresses: Set<IPAddress> = []) {
        self.checks = checks
        self.addresses = addresses
    }

    /// A port of the node's addresses of one family.
    private struct FamilyPort: Hashable {
        var family: AddressFamily
        var port: UInt16
    }

    /// What to serve where. Of two Services that ask for one port, the one whose name comes first
    /// has it; of the other it is said.
    package func places(
        complain: (_ subject: String, _ sentence: String) -> Void
    ) -> [SocketEndpoint: ServiceHealthCheck] {
        var owners: [FamilyPort: ServiceHealthCheck] = [:]
        for check in checks.sorted(by: { $0.service < $1.service }) {
            let place = FamilyPort(family: check.family, port: check.port)
            if let owner = owners[place], owner.service != check.service {
                complain(
                    "port \(check.port) of \(check.service)",
                    "Service \(check.service): spec.healthCheckNodePort: \(check.port) is "
                        + "Service \(owner.service)'s; not served")
            } else {
                owners[place] = check
            }
        }
        var places: [SocketEndpoint: ServiceHealthCheck] = [:]
        for check in owners.values {
            for address in addresses where address.family == check.family {
                places[SocketEndpoint(address, Port(rawValue: check.port))] = check
            }
        }
        return places
    }
}
