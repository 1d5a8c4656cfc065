import CNIProtocol
import NetworkAddress
import RouteNetlink

/// What the network stack inside a pod gets.
public struct PodStackPlan: Hashable, Sendable {
    /// The pod's interface.
    public var interfaceName: String
    /// Whether the interface is switched on.
    public var isUp = true
    /// Its addresses.
    public var addresses: [InterfaceAddress]
    /// Routes; their link is the pod's interface.
    public var routes: [Route]
    /// Routes that the kernel made with the addresses, and that have no place here; removed after
    /// the routes above, whose gateways they may lead to.
    public var removedRoutes: [Route] = []
    /// Routes in their place.
    public var replacements: [Route] = []
    /// Whether addresses of version 6 are used only after asking who else has them.
    public var detectsDuplicates = false
    /// Whether the interface takes packets for others. The option `promisc` of `tuning`.
    public var isPromiscuous = false
    /// Whether the interface takes every multicast. The option `allmulti` of `tuning`.
    public var takesAllMulticast = false
    /// In packets; nil is the kernel's own. The option `txQLen` of `tuning`.
    public var transmitQueueLength: UInt32?

    /// The stack of a result's addresses and routes.
    public init(
        interfaceName: String, addresses: [ResultAddress], routes: [ResultRoute]
    ) {
        self.interfaceName = interfaceName
        self.addresses = addresses.map(\.address)
        self.routes = routes.map { Self.route($0, addresses) }
    }

    /// A route of the result as the kernel takes it: its own gateway, or that of the first address
    /// of its family.
    static func route(_ said: ResultRoute, _ addresses: [ResultAddress]) -> Route {
        var route = Route(
            to: said.destination, via: said.gateway ?? gateway(said.destination.family, addresses),
            table: said.table.map { RouteTable(rawValue: UInt32(clamping: $0)) } ?? .main,
            origin: .boot, metric: said.priority.map { UInt32(clamping: $0) },
            scope: said.scope.map { RouteScope(rawValue: UInt8(clamping: $0)) } ?? .universe)
        route.mtu = said.mtu.map { UInt32(clamping: $0) }
        route.advertisedMSS = said.advertisedSegmentSize.map { UInt32(clamping: $0) }
        return route
    }

    /// The gateway of a family.
    static func gateway(_ family: AddressFamily, _ addresses: [ResultAddress]) -> IPAddress? {
        addresses.first { $0.address.family == family && $0.gateway != nil }?.gateway
    }

    /// Whether the interface is prepared for version 6.
    var needsIPv6: Bool { addresses.contains { $0.family == .ipv6 } }
}
