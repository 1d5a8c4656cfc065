import LinuxSystem
import NetworkAddress
import RouteNetlink

/// A small cluster's network made of namespaces, for tests with real packets. It goes with the
/// value.
///
/// ```
///       external .100       gateway .254 ("unreachable", it says to all it is asked to forward)
///           |                   |
///     ------+-------------------+--- lan 192.168.77.0/24, fd00:77::/64 ---+------------------
///           | .1, and 192.168.78.1                                        | .2
///     +-----+------------------------+              +---------------------+-------+
///     | nodeA: what is tested        |              | nodeB: plain routing        |
///     | br0 10.244.0.1 fd00:244::1   |              | br0 10.244.1.1 fd00:244:0:1::1
///     +--+----------+----------+-----+              +--+----------+---------------+
///      podA1      podA2      podA3                   podB1      podB2
/// ```
///
/// Everybody hands everything to nodeA, also what is meant for a neighbour, so that answers come
/// back the way that the questions took. Only nodeA has a proxy.
public final class PacketBed: Sendable {
    /// The bridge that the pods of a node are plugged into.
    public static let bridgeName = "br0"
    /// The interface to the lan.
    public static let lanName = "eth0"

    private let namespaces: [BedHost: NetworkNamespace]
    private let lan: NetworkNamespace
    private let responder: Responder

    /// The namespace of the node that is tested.
    public let node: NetworkNamespace

    /// Builds a bed, with everybody in it answering.
    public init() throws {
        lan = try NetworkNamespace.create()
        node = try NetworkNamespace.create()
        var namespaces: [BedHost: NetworkNamespace] = [.nodeA: node]
        for host in BedHost.allCases where host != .nodeA {
            namespaces[host] = try NetworkNamespace.create()
        }
        self.namespaces = namespaces
        try BedWiring(lan: lan, namespaces: namespaces).connect()
        responder = try Responder(namespaces)
    }

    /// The namespace of somebody.
    public func namespace(of host: BedHost) -> NetworkNamespace { namespaces[host] ?? node }
}
