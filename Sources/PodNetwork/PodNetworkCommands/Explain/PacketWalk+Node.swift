import LinuxSystem
import Netlink
import NetworkAddress
import PodRules
import RouteNetlink

extension PacketWalk {
    /// From the node itself.
    mutating func leaveNode() throws {
        note(.sender, "the node")
        guard let route = route(.nodeRoute, node.socket, place: "the node", from: source) else {
            return
        }
        source = source ?? (destination.isLoopback ? destination : route.source)
        if route.kind == .local, source == nil { source = destination }
        if node.has(destination), translate() {
            guard let next = self.route(.nodeRoute, node.socket, place: "the node") else { return }
            guard passLoopback(by: node.name(next.link)) else { return }
            return try send(next, arriving: nil)
        }
        if route.kind == .local {
            guard node.links[.loopback]?.isUp == true else {
                object(.receiver, "the node's lo is switched off")
                return end(.lost)
            }
            return takeItself()
        }
        try send(route, arriving: nil)
    }

    /// Packets from the node's loopback address leave only where a setting lets them; there is
    /// none for version 6, and masquerading does not help it either (Linux 6.18).
    private mutating func passLoopback(by link: String) -> Bool {
        guard let source, source.isLoopback else { return true }
        if source.family == .ipv4, node.routesLoopback(link) { return true }
        let why = source.family == .ipv4 ? "route_localnet is 0" : "the kernel routes it nowhere"
        object(.hostPort, "packets from \(source) must not leave by \(link): \(why)")
        end(.lost)
        return false
    }

    private mutating func takeItself() {
        note(.receiver, "the node itself takes it as \(target)")
        end(.delivered, "the node")
    }

    /// From another host: by the link that leads to it.
    mutating func arriveFromOutside() throws {
        guard let source else { return end(.lost) }
        note(.sender, "\(source), neither the node nor a pod of it")
        let back: Route
        do {
            back = try node.socket.route(to: source)
        } catch {
            object(.answers, "the node has no route back to \(source)")
            return end(.lost)
        }
        guard let index = back.link, let link = node.links[index] else {
            object(.nodeRoute, "no link leads to \(source)")
            return end(.lost)
        }
        try arrive(by: link)
    }

    /// The node's own way: host ports, routes, rules.
    mutating func arrive(by link: Link) throws {
        pass(link)
        if node.has(destination), translate(), !turnBack(at: link) { return }
        // Asked first: without it the kernel says of every address that no route leads there.
        if !node.has(destination), !node.forwards(destination.family, by: link.name) {
            object(.nodeRoute, "the node does not forward what arrives by \(link.name)")
            return end(.lost)
        }
        guard
            let route = route(
                .nodeRoute, node.socket, place: "the node", from: source, arriving: link.index)
        else { return }
        if route.kind == .local { return takeItself() }
        if let policy = book.policy(to: destination, from: link.name) {
            note(
                .ingressPolicy,
                "\(destination) is \(policy.rawValue): nothing from \(link.name)")
            return end(.forbidden)
        }
        try send(route, arriving: link)
    }

    /// Where bridges ask the rules (br_netfilter), what a host port sends back to the same bridge
    /// never leaves it, and goes back by the port it came from only where that port lets it.
    private mutating func turnBack(at bridge: Link) -> Bool {
        guard bridge.kind.isBridge, node.asksRulesAtBridges(destination.family),
            let sender = passed.last, sender.hostLink.master == bridge.index,
            sender.addresses.contains(where: { $0.address == destination }),
            sender.hostLink.port?.isHairpin != true
        else { return true }
        object(
            .bridge,
            "\(bridge.name) sends nothing back by the port it came from: hairpinMode is off, "
                + "and bridge-nf-call-iptables keeps the packet on the bridge")
        end(.lost)
        return false
    }

    /// A host port: tells whether the packet goes to a pod instead.
    private mutating func translate() -> Bool {
        guard let port,
            let match = book.hostPort(to: destination, port, transport, from: source)
        else { return false }
        if !match.port.conditions.isEmpty {
            note(.hostPort, "\(match.port) has conditions, which are taken to hold")
        }
        isMarked = match.isMasqueraded
        isTranslated = true
        destination = match.port.podAddress.address
        self.port = match.port.podPort
        note(.hostPort, "\(match.port) of \(match.owner) leads to \(target)")
        return true
    }

    /// Out of the node by a route: to a pod, through a tunnel, or to another host.
    private mutating func send(_ route: Route, arriving: Link?) throws {
        guard let index = route.link, let link = node.links[index] else {
            object(.nodeRoute, "the route to \(destination) has no link")
            return end(.lost)
        }
        note(.nodeRoute, route.text(by: link.name))
        pass(link)
        guard link.isUp else {
            object(.nodeRoute, "\(link.name) is switched off")
            return end(.lost)
        }
        let hop = route.gateway ?? destination
        masquerade(by: link, toward: hop)
        // A pair's end that names no pod may lead to another host.
        if let pod = node.pods.first(where: { $0.hostLink.index == index }),
            pod.attachment != nil || node.pod(with: destination)?.hostLink.index == index
        {
            return try enter(pod)
        }
        if link.kind.isBridge, let pod = node.pod(with: hop), pod.hostLink.master == index {
            return try deliver(over: link, to: pod, at: hop)
        }
        if case .vxlan(let options) = link.kind { return try tunnel(link, options, to: hop) }
        guard checkNeighbour(hop, on: link) else { return }
        if link.kind.isBridge, node.pods.contains(where: { $0.hostLink.master == index }),
            route.gateway == nil, !node.hasPort(of: link)
        {
            object(.receiver, "nobody at \(link.name) has \(hop)")
            return end(.lost)
        }
        end(.leaves, route.gateway.map { "\(link.name) to \($0)" } ?? link.name)
    }

    private mutating func deliver(
        over bridge: Link, to pod: ObservedPod, at hop: IPAddress
    ) throws {
        guard checkNeighbour(hop, on: bridge, is: pod.interface?.mac) else { return }
        try enter(pod)
    }

    /// The node's address instead of the sender's, where a rule or a host port says so.
    private mutating func masquerade(by link: Link, toward hop: IPAddress) {
        guard let before = source else { return }
        let network = book.masquerade(from: before, to: destination)
        guard isMarked || network != nil else { return }
        // A route's own choice of a sender counts for version 6 alone.
        let own =
            node.address(of: link.index, toward: hop)
            ?? (try? node.socket.route(to: destination))?.source
        guard let own else {
            object(.masquerade, "\(link.name) has no address to send from")
            return end(.lost)
        }
        guard own != before else { return }
        source = own
        let why = network.map { "since it leaves \($0)" } ?? "because of the host port"
        note(.masquerade, "\(before) becomes \(own), \(why)")
    }

    /// Whether a next hop can be reached: what is not known yet will be asked for.
    mutating func checkNeighbour(
        _ hop: IPAddress, on link: Link, is mac: MACAddress? = nil
    ) -> Bool {
        guard !link.flags.contains(.noARP) else { return true }
        let known = try? node.socket.neighbours(of: link.index, family: hop.family)
            .first { $0.address == hop }
        guard let known else { return true }
        if known.state.contains(.failed) {
            object(.neighbour, "\(hop) does not answer at \(link.name)")
            // The kernel asks again for the next packet.
            return true
        }
        if let mac, let found = known.mac, found != mac {
            object(.neighbour, "\(hop) is thought to be \(found) at \(link.name), not \(mac)")
            guard known.state.contains(.permanent) else { return true }
            end(.lost)
            return false
        }
        return true
    }
}

extension ObservedNode {
    /// The address of version 4 that masquerading takes: of the next hop's network, or else the
    /// link's first one. C: inet_select_addr
    func address(of link: LinkIndex, toward hop: IPAddress) -> IPAddress? {
        guard hop.family == .ipv4 else { return nil }
        let own = addresses.filter {
            $0.link == link && $0.address.family == .ipv4 && $0.scope == .universe
                && !$0.flags.contains(.secondary)
        }.map(\.address)
        return (own.first { $0.prefix.contains(hop) } ?? own.first)?.address
    }

    /// Whether a bridge has a port that is no pod's.
    func hasPort(of bridge: Link) -> Bool {
        links.values.contains {
            $0.master == bridge.index && ($0.kind != .veth || $0.peerNamespaceID == nil)
        }
    }
}
