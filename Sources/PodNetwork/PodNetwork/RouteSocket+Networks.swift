import AddressManagement
import RouteNetlink

extension RouteSocket {
    /// The networks that the node has, or reaches by a route, over other links than one.
    func networks(besides link: LinkIndex) throws -> [NodeNetwork] {
        let names = Dictionary(
            try links().map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
        let addresses = try addresses().filter { $0.link != link }.map {
            NodeNetwork(address: $0.address, link: names[$0.link] ?? "another link")
        }
        let routes = try routes().compactMap { route -> NodeNetwork? in
            guard route.table == .main, route.kind == .unicast, let way = route.link, way != link,
                let destination = route.destination
            else { return nil }
            return NodeNetwork(route: destination, link: names[way] ?? "another link")
        }
        return addresses + routes
    }
}
