import JSON
import NetworkAddress

/// What a node's `/etc/cni/net.d` says: one network of the plugin `martlet`, which does host ports
/// and limits too, with host-local's pools.
public struct NetworkFile: Sendable, Hashable {
    /// Its name in the folder.
    public static let name = "10-martlet.conflist"

    /// The node's ranges, one a family.
    public var podCIDRs: [IPPrefix]
    /// Whether what leaves the node's own pods shows the node's address.
    public var isMasquerading = false
    /// Nil takes the one of the node's links.
    public var mtu: Int?
    /// host-local's folder; nil for its own.
    public var dataFolder: String?

    public init(podCIDRs: [IPPrefix]) { self.podCIDRs = podCIDRs }

    /// The file's content.
    public var json: JSON {
        let ranges = podCIDRs.map { JSON.array([["subnet": .string($0.description)]]) }
        let routes = podCIDRs.map { prefix -> JSON in
            ["dst": .string(prefix.family == .ipv4 ? "0.0.0.0/0" : "::/0")]
        }
        var pools: JSON = [
            "type": "host-local", "ranges": .array(ranges), "routes": .array(routes),
        ]
        if let dataFolder { pools["dataDir"] = .string(dataFolder) }
        var plugin: JSON = [
            "type": "martlet", "bridge": "cni0", "isGateway": true, "forceAddress": true,
            "ipMasq": .bool(isMasquerading), "hairpinMode": true,
            "capabilities": ["portMappings": true, "bandwidth": true], "ipam": pools,
        ]
        if let mtu { plugin["mtu"] = .int(mtu) }
        return ["cniVersion": "1.0.0", "name": "martlet", "plugins": [plugin]]
    }
}
