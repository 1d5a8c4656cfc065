import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// Addresses and routes inside a pod.
struct PodStack {
    let plan: PodStackPlan
    let pod: PodNamespace
    /// The pod's interface.
    let link: LinkIndex

    /// How long the kernel may ask whether somebody else has an address.
    private static let detectionTime = Duration.seconds(10)

    /// Switches the pod's interface on, gives it addresses and routes: one system call.
    func configure() throws {
        // Before the interface comes up: what version 6 does at that moment.
        if plan.needsIPv6 {
            try pod.prepareIPv6(plan.interfaceName, detectsDuplicates: plan.detectsDuplicates)
        }
        for refusal in try pod.socket.apply(requests) {
            // The first of equal routes stays, also one that another network made.
            let isSecondRoute = refusal.operation == "add route" && refusal.errno == .eexist
            if !isSecondRoute { throw refusal }
        }
        if plan.needsIPv6, plan.detectsDuplicates { try settle() }
    }

    private var requests: RouteBatch {
        var batch = RouteBatch()
        var change = LinkChange(isUp: plan.isUp ? true : nil)
        change.isPromiscuous = plan.isPromiscuous ? true : nil
        change.takesAllMulticast = plan.takesAllMulticast ? true : nil
        change.transmitQueueLength = plan.transmitQueueLength
        batch.set(link, change)
        for address in plan.addresses {
            var address = address.kernelAddress(on: link)
            if plan.detectsDuplicates { address.flags.remove(.noDuplicateDetection) }
            batch.add(address)
        }
        for route in plan.routes { batch.add(onLink(route)) }
        for route in plan.removedRoutes { batch.delete(onLink(route)) }
        for route in plan.replacements { batch.add(onLink(route)) }
        return batch
    }

    private func onLink(_ route: Route) -> Route {
        var route = route
        route.link = link
        return route
    }

    /// Waits until the kernel has asked for all addresses.
    /// - Throws: code 103 when another host has one.
    private func settle() throws {
        let deadline = Deadline(after: Self.detectionTime)
        while true {
            let found = try pod.socket.addresses(of: link, family: .ipv6)
            if let taken = found.first(where: { $0.flags.contains(.isDuplicate) }) {
                throw CNIError(.alreadyExists, "another host has the address \(taken.address)")
            }
            guard found.contains(where: { $0.flags.contains(.tentative) }) else { return }
            guard !deadline.isOver else {
                throw CNIError(
                    .tryAgain, "duplicate address detection has not ended after 10 seconds")
            }
            MonotonicClock.sleep(.milliseconds(10))
        }
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
