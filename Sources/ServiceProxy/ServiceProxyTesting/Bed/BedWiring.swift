import LinuxSystem
import NetworkAddress
import Nftables
import RouteNetlink

/// Links, addresses and routes of a bed.
struct BedWiring {
    let lan: NetworkNamespace
    let namespaces: [BedHost: NetworkNamespace]

    /// Where nodeB's own pods' packets are looked up.
    private static let podTable = RouteTable(rawValue: 100)

    func connect() throws {
        for (host, namespace) in namespaces {
            try prepare(namespace, forwards: [.nodeA, .nodeB, .gateway].contains(host))
        }
        try prepare(lan, forwards: false)
        _ = try bridge(in: lan)
        for host in [BedHost.nodeA, .nodeB, .external, .gateway] { try plugIntoLan(host) }
        for node in [BedHost.nodeA, .nodeB] {
            guard let namespace = namespaces[node] else { continue }
            let index = try bridge(in: namespace)
            let socket = try RouteSocket(in: namespace)
            let number: UInt8 = node == .nodeA ? 0 : 1
            for family in AddressFamily.allCases {
                let range = BedAddress.podRange(ofNode: number, family)
                let address = InterfaceAddress(
                    address: BedAddress.pod(number, 1, family), prefixLength: range.length)
                if let address { try socket.add(address, to: index, flags: .noDuplicateDetection) }
            }
            for pod in BedHost.allCases where pod.node == node { try plug(pod, into: node) }
        }
        try routeBetweenNodes()
        try closeGateway()
    }

    /// Sysctls: no filter but the proxy's, no redirects, no limits to what is said of refusals.
    private func prepare(_ namespace: NetworkNamespace, forwards: Bool) throws {
        var keys = [
            "net/ipv4/ip_forward": forwards ? "1" : "0",
            "net/ipv4/icmp_ratelimit": "0", "net/ipv6/icmp/ratelimit": "0",
            "net/bridge/bridge-nf-call-iptables": "0", "net/bridge/bridge-nf-call-ip6tables": "0",
            "net/ipv4/icmp_msgs_per_sec": "1000000", "net/ipv4/icmp_msgs_burst": "1000000",
        ]
        for scope in ["all", "default"] {
            keys["net/ipv6/conf/\(scope)/forwarding"] = forwards ? "1" : "0"
            keys["net/ipv6/conf/\(scope)/accept_ra"] = "0"
            keys["net/ipv6/conf/\(scope)/accept_dad"] = "0"
            for key in ["rp_filter", "send_redirects", "accept_redirects"] {
                keys["net/ipv4/conf/\(scope)/\(key)"] = "0"
            }
            keys["net/ipv6/conf/\(scope)/accept_redirects"] = "0"
        }
        let settings = keys
        try namespace.run {
            // Some of these are not every kernel's; what matters is checked by the probes.
            for (key, value) in settings { try? Sysctl.write(key, value) }
            let socket = try RouteSocket()
            if let loopback = try socket.link(named: "lo") {
                try socket.set(loopback.index, .up)
            }
        }
    }

    private func bridge(in namespace: NetworkNamespace) throws -> LinkIndex {
        let options = BridgeOptions(forwardDelay: 0, snoopsMulticast: false)
        return try RouteSocket(in: namespace).create(
            LinkRequest(name: PacketBed.bridgeName, kind: .bridge(options), isUp: true)
        ).index
    }

    /// A cable from a host's `eth0` to a bridge elsewhere.
    private func cable(
        _ host: BedHost, to bridge: NetworkNamespace
    ) throws -> (
        RouteSocket, LinkIndex
    )? {
        guard let namespace = namespaces[host] else { return nil }
        let far = try RouteSocket(in: bridge)
        let master = try far.link(named: PacketBed.bridgeName)?.index
        try far.createVeth(
            name: host.rawValue, isUp: true, master: master, peerName: PacketBed.lanName,
            peerNamespace: namespace.descriptor)
        let socket = try RouteSocket(in: namespace)
        guard let link = try socket.link(named: PacketBed.lanName) else { return nil }
        try socket.set(link.index, .up)
        return (socket, link.index)
    }

    /// Everybody but nodeA has an address of its own alone, and nodeA for all others.
    private func plugIntoLan(_ host: BedHost) throws {
        guard let (socket, link) = try cable(host, to: lan) else { return }
        for family in AddressFamily.allCases {
            let own = host.address(family)
            if host == .nodeA {
                let first = InterfaceAddress(
                    address: own, prefixLength: family == .ipv4 ? 24 : 64)
                let second = InterfaceAddress(BedAddress.second(family))
                // The kernel takes the first of version 4 for a source, and the last of version 6.
                for address in family == .ipv4 ? [first, second] : [second, first] {
                    if let address {
                        try socket.add(address, to: link, flags: .noDuplicateDetection)
                    }
                }
                let gateway = BedHost.gateway.address(family)
                try socket.add(Route(to: nil, via: gateway, link: link, family: family))
                continue
            }
            try socket.add(InterfaceAddress(own), to: link, flags: .noDuplicateDetection)
            let router = BedHost.nodeA.address(family)
            try socket.add(Route(to: IPPrefix(router), link: link))
            try socket.add(Route(to: nil, via: router, link: link, family: family))
        }
    }

    /// The gateway says of all that it is asked to forward that nobody is there: by a rule, since
    /// what a route of that kind says is limited to a few a second.
    private func closeGateway() throws {
        guard let gateway = namespaces[.gateway] else { return }
        let table = TableReference(.inet, "closed")
        var batch = Batch()
        batch.add(Table(.inet, "closed"))
        batch.add(Chain("forward", in: table, hook: Hook(.filter, .forward, priority: 0)))
        // C: NFT_REJECT_ICMPX_HOST_UNREACH
        batch.add(Rule(table, "forward", statements: [.reject(.icmpx(code: 2))]))
        try gateway.run { try NftablesSocket() }.apply(batch)
    }

    /// A pod hands everything to its node.
    private func plug(_ pod: BedHost, into node: BedHost) throws {
        guard let namespace = namespaces[node],
            let (socket, link) = try cable(pod, to: namespace)
        else { return }
        for family in AddressFamily.allCases {
            let router = BedAddress.pod(node == .nodeA ? 0 : 1, 1, family)
            try socket.add(
                InterfaceAddress(pod.address(family)), to: link, flags: .noDuplicateDetection)
            try socket.add(Route(to: IPPrefix(router), link: link))
            try socket.add(Route(to: nil, via: router, link: link, family: family))
        }
    }

    private func routeBetweenNodes() throws {
        guard let a = namespaces[.nodeA], let b = namespaces[.nodeB] else { return }
        let socketA = try RouteSocket(in: a)
        let socketB = try RouteSocket(in: b)
        for family in AddressFamily.allCases {
            let range = BedAddress.podRange(ofNode: 1, family)
            try socketA.add(Route(to: range, via: BedHost.nodeB.address(family)))
            // Also what one pod of nodeB says to the other goes through nodeA.
            let router = BedHost.nodeA.address(family)
            let link = try socketB.link(named: PacketBed.lanName)?.index
            try socketB.add(
                Route(to: nil, via: router, link: link, table: Self.podTable, family: family))
            var rule = Rule(family: family, table: Self.podTable, priority: 100)
            rule.inputLink = PacketBed.bridgeName
            try socketB.add(rule)
        }
    }
}
