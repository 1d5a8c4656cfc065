import NetworkAddress

/// Who stands in a bed, and under which addresses.
public enum BedHost: String, Sendable, CaseIterable {
    /// The node that is tested.
    case nodeA
    /// Another node.
    case nodeB
    /// A host outside of the cluster.
    case external
    /// What leads out of the lab: unreachable, it says of all that it is asked to forward.
    case gateway
    /// Pods of the node that is tested.
    case podA1, podA2, podA3
    /// Pods of the other node.
    case podB1, podB2

    /// Those that answer connections.
    public static let responders: [BedHost] = allCases.filter { $0 != .gateway }
    /// Those that ask.
    public static let clients: [BedHost] = [
        .podA1, .podA2, .podA3, .podB1, .podB2, .external, .nodeA,
    ]

    /// The ports that answer, of TCP, UDP and SCTP.
    public static let ports: [Port] = [8080, 8081, 8443, 9090]

    /// The node whose pod it is; nil for what is no pod.
    public var node: BedHost? {
        switch self {
        case .podA1, .podA2, .podA3: .nodeA
        case .podB1, .podB2: .nodeB
        case .nodeA, .nodeB, .external, .gateway: nil
        }
    }

    /// The name of its Node object, or of that of the node it runs on; nil outside of the cluster.
    public var nodeName: String? {
        switch node ?? self {
        case .nodeA: "node-a"
        case .nodeB: "node-b"
        default: nil
        }
    }

    /// The zone of its node.
    public var zone: String? {
        switch node ?? self {
        case .nodeA: "zone-1"
        case .nodeB: "zone-2"
        default: nil
        }
    }

    /// The address that it is known by.
    public func address(_ family: AddressFamily) -> IPAddress {
        switch self {
        case .nodeA: BedAddress.lan(1, family)
        case .nodeB: BedAddress.lan(2, family)
        case .external: BedAddress.lan(100, family)
        case .gateway: BedAddress.lan(254, family)
        case .podA1: BedAddress.pod(0, 11, family)
        case .podA2: BedAddress.pod(0, 12, family)
        case .podA3: BedAddress.pod(0, 13, family)
        case .podB1: BedAddress.pod(1, 11, family)
        case .podB2: BedAddress.pod(1, 12, family)
        }
    }

    /// All of its addresses.
    public func addresses(_ family: AddressFamily) -> [IPAddress] {
        switch self {
        case .nodeA:
            [address(family), BedAddress.second(family), BedAddress.pod(0, 1, family)]
        case .nodeB: [address(family), BedAddress.pod(1, 1, family)]
        default: [address(family)]
        }
    }

    /// The interface of the node under test by which its packets arrive; nil for the node itself.
    public var interface: String? {
        switch self {
        case .nodeA: nil
        case .podA1, .podA2, .podA3: PacketBed.bridgeName
        default: PacketBed.lanName
        }
    }
}

/// The addresses of a bed, in both families.
public enum BedAddress {
    /// `192.168.77.n`, `fd00:77::n` (n in hexadecimal, as everywhere here).
    public static func lan(_ host: UInt8, _ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: .v4(IPv4Address(192, 168, 77, host))
        case .ipv6: .v6(IPv6Address(high: 0xfd00_0077_0000_0000, low: UInt64(host)))
        }
    }

    /// A second address of the node under test: `192.168.78.1`, `fd00:78::1`.
    public static func second(_ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: .v4(IPv4Address(192, 168, 78, 1))
        case .ipv6: .v6(IPv6Address(high: 0xfd00_0078_0000_0000, low: 1))
        }
    }

    /// `10.244.<node>.n`, `fd00:244:0:<node>::n`.
    public static func pod(_ node: UInt8, _ host: UInt8, _ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: .v4(IPv4Address(10, 244, node, host))
        case .ipv6:
            .v6(IPv6Address(high: 0xfd00_0244_0000_0000 | UInt64(node), low: UInt64(host)))
        }
    }

    /// `10.96.x.y`, `fd00:96::n`: the n-th of the range that cluster addresses come from.
    public static func cluster(_ number: Int, _ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4:
            .v4(IPv4Address(10, 96, UInt8(clamping: number / 200), UInt8(number % 200 + 1)))
        case .ipv6: .v6(IPv6Address(high: 0xfd00_0096_0000_0000, low: UInt64(number + 1)))
        }
    }

    /// `203.0.113.n` (and on from there), `fd00:203::n`: outside of everything, so they lead to the
    /// gateway.
    public static func outside(_ number: Int, _ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4:
            .v4(IPv4Address(203, 0, 113 + UInt8(clamping: number / 256), UInt8(number % 256)))
        case .ipv6: .v6(IPv6Address(high: 0xfd00_0203_0000_0000, low: UInt64(number)))
        }
    }

    /// The ranges of cluster addresses: `10.96.0.0/16`, `fd00:96::/112`.
    public static func clusterRange(_ family: AddressFamily) -> IPPrefix {
        prefix(cluster(0, family), family == .ipv4 ? 16 : 112)
    }

    /// Where all pods' addresses come from: `10.244.0.0/16`, `fd00:244::/48`.
    public static func podRange(_ family: AddressFamily) -> IPPrefix {
        prefix(pod(0, 0, family), family == .ipv4 ? 16 : 48)
    }

    /// Where a node's pods' addresses come from: a `/24`, a `/64`.
    public static func podRange(ofNode node: UInt8, _ family: AddressFamily) -> IPPrefix {
        prefix(pod(node, 0, family), family == .ipv4 ? 24 : 64)
    }

    private static func prefix(_ base: IPAddress, _ length: Int) -> IPPrefix {
        IPPrefix(base: base, length: length) ?? IPPrefix(base)
    }
}
