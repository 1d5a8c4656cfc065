import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// The bridge on the node: made when missing, given its addresses.
struct BridgeLink {
    let plan: AttachmentPlan
    let socket: RouteSocket

    /// Makes sure that the bridge is there, up, and has the gateways' addresses.
    /// - Returns: the bridge, and its own end in a VLAN, if the network is one.
    func ensure() throws -> (bridge: Link, gateway: Link?) {
        var bridge = try socket.link(named: plan.bridge)
        if bridge == nil { bridge = try create() }
        guard let bridge else {
            throw CNIError(.tryAgain, "bridge \(plan.bridge) was removed while it was made")
        }
        guard bridge.kind.isBridge else {
            throw CNIError(
                .invalidConfiguration, "bridge: \(plan.bridge) exists and is no bridge")
        }
        try switchOn(bridge)
        let vlan = try plan.vlans.map { try VLANGateway(plan: plan, vlans: $0, socket: socket) }
        try vlan?.filter(bridge)
        guard !plan.gateways.isEmpty else { return (bridge, nil) }
        let gateway = try vlan?.ensure(on: bridge)
        try ensureAddresses(on: gateway ?? bridge)
        try Forwarding.enable(plan.families)
        return (bridge, gateway)
    }

    /// Makes the bridge with a hardware address of its own: a bridge without one takes the lowest
    /// of its ports, and pods lose their gateway when that port goes.
    private func create() throws -> Link? {
        do {
            try socket.create(
                LinkRequest(
                    name: plan.bridge,
                    kind: .bridge(BridgeOptions(filtersVLANs: plan.vlans == nil ? nil : true)),
                    mac: .random(), mtu: plan.mtu, isUp: true))
        } catch {
            if error.errno == .eopnotsupp, plan.vlans != nil { throw VLANGateway.unsupported }
            // Another ADD may have been as quick.
            guard error.errno == .eexist else { throw error }
        }
        // Pods must not teach the node routes.
        try Sysctl.write("net/ipv6/conf/\(plan.bridge)/accept_ra", "0")
        return try socket.link(named: plan.bridge)
    }

    private func switchOn(_ bridge: Link) throws {
        var change = LinkChange()
        if !bridge.isUp { change.isUp = true }
        if plan.promiscuous, !bridge.flags.contains(.promiscuous) { change.isPromiscuous = true }
        try socket.set(bridge.index, change)
    }

    private func ensureAddresses(on bridge: Link) throws {
        let present = try socket.addresses(of: bridge.index).map(\.address)
        for gateway in plan.gateways where !present.contains(gateway) {
            try requireNoOverlap(gateway.prefix, on: bridge)
            for other in present where conflicts(other, gateway) {
                guard plan.forcesAddress else {
                    throw CNIError(
                        .invalidConfiguration,
                        "bridge \(plan.gatewayLinkName) has the address \(other), not \(gateway); "
                            + "forceAddress replaces it")
                }
                try socket.delete(other, of: bridge.index)
            }
            if gateway.family == .ipv6 {
                try Sysctl.write("net/ipv6/conf/\(bridge.name)/disable_ipv6", "0")
                if !plan.detectsDuplicates { try DuplicateDetection.skip(on: bridge.name) }
            }
            do {
                try socket.add(gateway.kernelAddress(on: bridge.index))
            } catch {
                // Another ADD may have been as quick.
                guard error.errno == .eexist else { throw error }
            }
        }
    }

    /// In version 4 a bridge has the gateways of one network's pools; in version 6 also others,
    /// when their networks differ.
    private func conflicts(_ other: InterfaceAddress, _ gateway: InterfaceAddress) -> Bool {
        guard other.family == gateway.family, !other.address.isLinkLocal,
            !plan.gateways.contains(other), !plan.otherGateways.contains(other)
        else { return false }
        return gateway.family == .ipv4 || other.prefix.overlaps(gateway.prefix)
    }

    /// Refuses a pool that holds a network which the node reaches by another link.
    private func requireNoOverlap(_ subnet: IPPrefix, on bridge: Link) throws {
        let networks = try socket.networks(besides: bridge.index)
        if let hit = NodeNetwork.overlap(of: subnet, among: networks) {
            throw CNIError(.invalidConfiguration, "pool \(subnet) overlaps \(hit)")
        }
    }
}
