import NetworkAddress
import RouteNetlink

/// One thing to be asked of the kernel.
enum NodeRouteRequest: Sendable, Hashable {
    /// Who made a route: the number that marks ours. Free in iproute2's list.
    static let origin = RouteProtocol.unknown(157)

    case setRoute(Route, replacing: Bool)
    case deleteRoute(Route)
    case setEnd(ForwardingEntry)
    case deleteEnd(ForwardingEntry)
    case setGateway(Neighbour)
    case deleteGateway(Neighbour)

    func add(to batch: inout RouteBatch) {
        switch self {
        case .setRoute(let route, let replacing): batch.add(route, replacing: replacing)
        case .deleteRoute(let route): batch.delete(route)
        case .setEnd(let entry): batch.replace(entry)
        case .deleteEnd(let entry): batch.delete(entry)
        case .setGateway(let neighbour): batch.replace(neighbour)
        case .deleteGateway(let neighbour): batch.delete(neighbour)
        }
    }

    /// Ends before the routes that lead there, and after them when they go.
    var turn: Int {
        switch self {
        case .setEnd, .setGateway: 0
        case .deleteRoute: 1
        case .setRoute: 2
        case .deleteEnd, .deleteGateway: 3
        }
    }

    var key: NodeRouteKey {
        switch self {
        case .setRoute(let route, _), .deleteRoute(let route):
            .route(NodeRouteState.Place(route))
        case .setEnd(let entry), .deleteEnd(let entry): .end(entry.mac)
        case .setGateway(let neighbour), .deleteGateway(let neighbour):
            .gateway(neighbour.address)
        }
    }

    /// Whether it wants something away.
    var isRemoval: Bool {
        switch self {
        case .deleteRoute, .deleteEnd, .deleteGateway: true
        case .setRoute, .setEnd, .setGateway: false
        }
    }
}
