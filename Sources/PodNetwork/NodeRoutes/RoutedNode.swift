import NetworkAddress

/// A node, as far as routes to its pods need it.
public struct RoutedNode: Sendable, Hashable {
    /// The annotation that carries `tunnelMAC`.
    public static let macAnnotation = "martlet.dev/vtep-mac"

    /// The Node's name.
    public var name: String
    /// The ranges of its pods' addresses, at most one a family.
    public var podCIDRs: [IPPrefix]
    /// Its own addresses, the main one first: those of type InternalIP.
    public var addresses: [IPAddress]
    /// The hardware address of its end of the tunnel.
    public var tunnelMAC: MACAddress

    /// - Parameter tunnelMAC: nil when the node doesn't say: then what follows from its name.
    public init(
        name: String, podCIDRs: [IPPrefix], addresses: [IPAddress], tunnelMAC: MACAddress? = nil
    ) {
        self.name = name
        self.podCIDRs = podCIDRs
        self.addresses = addresses
        self.tunnelMAC = tunnelMAC ?? Self.usualMAC(of: name)
    }

    /// The same on every node and after every start, so that a node that comes back is known.
    /// FNV-1a of the name, with 64 bits.
    public static func usualMAC(of name: String) -> MACAddress {
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return .locallyAdministered(hash)
    }

    func address(_ family: AddressFamily) -> IPAddress? {
        addresses.first { $0.family == family }
    }
}

/// How packets get from node to node.
public enum RouteMode: String, Sendable, Hashable, CaseIterable {
    /// Directly where a node is on a link of this one, by the tunnel where it is not.
    case auto
    /// Always directly; nodes must be on one link.
    case direct
    /// Always by the tunnel.
    case vxlan
}
