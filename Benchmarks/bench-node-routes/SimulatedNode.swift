import APIMachinery
import JSON
import NetworkAddress
import NodeRoutes

/// A node that is only told of; each second one is on this host's link.
struct SimulatedNode {
    var number: Int

    var name: String { "far\(number)" }
    var range: String { "10.\(100 + number / 250).\(number % 250).0/24" }
    var isNear: Bool { number.isMultiple(of: 2) }

    /// - Parameter change: each one moves it to another address.
    func address(_ change: Int = 0) -> String {
        "10.\(isNear ? 0 : 9).\(number / 250 + 10 * change + 10).\(number % 250 + 1)"
    }

    /// What its route names.
    func gateway(_ change: Int = 0) -> IPAddress? {
        isNear ? IPAddress(address(change)) : IPPrefix(range)?.first
    }

    func routed(_ change: Int = 0) -> RoutedNode {
        RoutedNode(
            name: name, podCIDRs: [range].compactMap { IPPrefix($0) },
            addresses: [address(change)].compactMap { IPAddress($0) })
    }

    func status(_ change: Int = 0) -> JSON {
        ["status": ["addresses": [["type": "InternalIP", "address": .string(address(change))]]]]
    }

    func object() -> APIObject { Self.object(name, range, address()) }

    static func object(_ name: String, _ range: String, _ address: String) -> APIObject {
        APIObject([
            "apiVersion": "v1", "kind": "Node", "metadata": ["name": .string(name)],
            "spec": ["podCIDR": .string(range), "podCIDRs": [.string(range)]],
            "status": ["addresses": [["type": "InternalIP", "address": .string(address)]]],
        ])
    }
}
