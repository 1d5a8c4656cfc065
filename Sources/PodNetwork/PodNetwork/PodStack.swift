import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// Addresses and routes inside a pod.
struct PodStack {
    let plan: AttachmentPlan
    let pod: PodNamespace
    /// The pod's interface.
    let link: LinkIndex

    /// Switches the pod's interface on, gives it addresses and routes: one system call.
    func configure() throws {
        var batch = RouteBatch()
        // Before the interface comes up: what version 6 does at that moment.
        if plan.needsIPv6 { try pod.prepareIPv6(plan.interfaceName) }
        batch.set(link, .up)
        for address in plan.addresses { batch.add(address.address.kernelAddress(on: link)) }
        for route in plan.routes { batch.add(kernelRoute(route)) }
        for refusal in try pod.socket.apply(batch) {
            // The first of equal routes stays, also one that another network made.
            let isSecondRoute = refusal.operation == "add route" && refusal.errno == .eexist
            if !isSecondRoute { throw refusal }
        }
    }

    /// A route of the result as the kernel takes it.
    private func kernelRoute(_ route: ResultRoute) -> Route {
        var result = Route(
            to: route.destination, via: plan.gateway(of: route), link: link,
            table: route.table.map { RouteTable(rawValue: UInt32($0)) } ?? .main, origin: .boot,
            metric: route.priority.map { UInt32($0) },
            scope: route.scope.map { RouteScope(rawValue: UInt8($0)) } ?? .universe)
        result.mtu = route.mtu.map { UInt32($0) }
        result.advertisedMSS = route.advertisedSegmentSize.map { UInt32($0) }
        return result
    }
}

extension InterfaceAddress {
    /// The address as the kernel takes it: with the address for broadcast in version 4, and
    /// without duplicate address detection in version 6.
    func kernelAddress(on link: LinkIndex) -> LinkAddress {
        var result = LinkAddress(self, link: link)
        switch family {
        case .ipv4: if prefixLength < 31 { result.broadcast = prefix.last }
        case .ipv6: result.flags = .noDuplicateDetection
        }
        return result
    }
}
