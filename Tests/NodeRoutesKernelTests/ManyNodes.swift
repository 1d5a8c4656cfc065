import NetworkAddress
import NodeRoutes

/// A cluster of a thousand nodes that are only told of, half of them on the first host's link.
struct ManyNodes {
    var nodes: [String: RoutedNode] = [:]

    init(_ count: Int = 1000) {
        for number in 0..<count { nodes["far\(number)"] = Self.node(number) }
    }

    var all: [RoutedNode] { Array(nodes.values) }

    /// - Parameters:
    ///   - range: the number of its pod ranges.
    ///   - host: the number of its address.
    static func node(
        _ number: Int, range: Int? = nil, host: Int? = nil, mac: MACAddress? = nil
    ) -> RoutedNode {
        let (range, host) = (range ?? number, host ?? number)
        let network = host % 2 == 0 ? "10.0" : "10.9"
        return RoutedNode(
            name: "far\(number)",
            podCIDRs: [
                "10.\(100 + range / 250).\(range % 250).0/24",
                "fd00:9:\(String(range, radix: 16))::/64",
            ].compactMap { IPPrefix($0) },
            addresses: ["\(network).\(host / 250 + 10).\(host % 250 + 1)"].compactMap {
                IPAddress($0)
            },
            tunnelMAC: mac)
    }
}
