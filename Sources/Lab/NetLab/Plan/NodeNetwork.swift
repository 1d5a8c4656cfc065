import JSON
import NetworkAddress

/// What a node's `/etc/cni/net.d` holds: one network of the bridge plugin, with host-local's pools.
package struct NodeNetwork: Hashable, Sendable {
    /// The network's name; host-local keeps its files in a folder of that name.
    package static let name = "netlab"
    package static let fileName = "10-netlab.conflist"
    /// What a result may be at most for the oldest runtimes in use.
    package static let cniVersion = "1.0.0"

    package var podCIDRs: [IPPrefix]
    package var isMasquerading: Bool
    package var mtu: Int?
    /// host-local's folder.
    package var dataFolder: String

    /// The conflist.
    package var configuration: JSON {
        let ranges = podCIDRs.map { JSON.array([["subnet": .string($0.description)]]) }
        let routes = podCIDRs.map { prefix -> JSON in
            ["dst": .string(prefix.family == .ipv4 ? "0.0.0.0/0" : "::/0")]
        }
        var bridge: JSON = [
            "type": "bridge", "bridge": "cni0", "isGateway": true,
            "ipMasq": .bool(isMasquerading), "hairpinMode": true,
            "ipam": [
                "type": "host-local", "ranges": .array(ranges), "routes": .array(routes),
                "dataDir": .string(dataFolder),
            ],
        ]
        if let mtu, case .object(var object) = bridge {
            object.add("mtu", .int(mtu))
            bridge = .object(object)
        }
        return [
            "cniVersion": .string(Self.cniVersion), "name": .string(Self.name),
            "plugins": .array([bridge]),
        ]
    }

    /// The loopback interface: a runtime has this one built in.
    package static let loopback: JSON = [
        "cniVersion": .string(cniVersion), "name": "cni-loopback",
        "plugins": [["type": "loopback"]],
    ]
}
