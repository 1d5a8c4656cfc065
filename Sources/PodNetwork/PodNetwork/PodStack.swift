import LinuxSystem
import NetworkAddress
import RouteNetlink

/// Addresses and routes inside a pod.
struct PodStack {
    let plan: AttachmentPlan
    let pod: PodNamespace

    /// Gives the pod's interface its addresses, switches it on, and adds the routes.
    func configure() throws {
        let hasIPv6 = plan.families.contains(.ipv6)
        if hasIPv6 { try pod.prepareIPv6(plan.interfaceName) }
        guard let link = try pod.socket.link(named: plan.interfaceName) else {
            throw SystemError(
                operation: "find interface", subject: plan.interfaceName, errno: .enodev)
        }
        if hasIPv6 {
            var message = LinkMessage()
            message.index = link.index
            message.flags = .up
            message.changedFlags = .up
            try pod.socket.change(message)
        }
        for address in plan.addresses { try pod.socket.add(address.address, to: link.index) }
        for route in plan.routes {
            do {
                try pod.socket.add(kernelRoute(route, link.index))
            } catch where error.errno == .eexist {
                // The first of equal routes stays, also one that another network made.
            }
        }
    }

    /// A route of the result as the kernel takes it.
    func kernelRoute(_ route: ResultRoute, _ link: LinkIndex) -> Route {
        var result = Route(to: route.destination, via: plan.gateway(of: route), over: link)
        result.mtu = route.mtu.map { UInt32($0) }
        result.advertisedSegmentSize = route.advertisedSegmentSize.map { UInt32($0) }
        result.priority = route.priority.map { UInt32($0) }
        if let table = route.table { result.table = UInt32(table) }
        if let scope = route.scope { result.scope = RouteScope(rawValue: UInt8(scope)) }
        return result
    }
}
