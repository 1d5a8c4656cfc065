import LinuxSystem
import NetworkAddress
import NodeRoutes
import RouteNetlink
import Testing

/// Three hosts: `a` and `b` on one link, `c` behind a router. Each has a range of pods, with one
/// pod's address on a link to nobody.
///
///     a 10.0.0.1 ─┐
///                 ├─ bridge of the router 10.0.0.254 ─ 10.1.0.254 ── 10.1.0.3 c
///     b 10.0.0.2 ─┘
struct HostFixture {
    struct Host {
        var node: RoutedNode
        var namespace: NetworkNamespace
        var socket: RouteSocket
    }

    let router: NetworkNamespace
    var hosts: [Host] = []

    init() throws {
        router = try Self.namespace()
        let socket = try RouteSocket(in: router)
        let bridge = try socket.create(
            LinkRequest(name: "br0", kind: .bridge(BridgeOptions()), isUp: true))
        for text in ["10.0.0.254/24", "fd00:1::fe/64"] { try Self.add(text, bridge.index, socket) }
        for (number, network) in [(1, 0), (2, 0), (3, 1)] {
            let namespace = try Self.namespace()
            let outside = try socket.createVeth(
                name: "to\(number)", isUp: true, master: network == 0 ? bridge.index : nil,
                peerName: "eth0", peerNamespace: namespace.descriptor)
            if network == 1 {
                for text in ["10.1.0.254/24", "fd00:2::fe/64"] {
                    try Self.add(text, outside.index, socket)
                }
            }
            hosts.append(try Self.host(number, network, namespace))
        }
    }

    private static func host(
        _ number: Int, _ network: Int, _ namespace: NetworkNamespace
    ) throws -> Host {
        let socket = try RouteSocket(in: namespace)
        for name in ["lo", "eth0"] {
            var change = LinkChange()
            change.isUp = true
            let link = try #require(try socket.link(named: name))
            try socket.set(link.index, change)
        }
        let uplink = try #require(try socket.link(named: "eth0")).index
        let addresses = ["10.\(network).0.\(number)", "fd00:\(network + 1)::\(number)"]
        try add("\(addresses[0])/24", uplink, socket)
        try add("\(addresses[1])/64", uplink, socket)
        for gateway in ["10.\(network).0.254", "fd00:\(network + 1)::fe"] {
            let gateway = try #require(IPAddress(gateway))
            try socket.add(
                Route(to: nil, via: gateway, link: uplink, family: gateway.family))
        }
        let pods = try socket.createVeth(name: "pods", isUp: true, peerName: "nobody")
        var other = LinkChange()
        other.isUp = true
        try socket.set(try #require(try socket.link(named: "nobody")).index, other)
        try add("10.244.\(number).1/24", pods.index, socket)
        try add("fd00:244:\(number)::1/64", pods.index, socket)
        let ranges = ["10.244.\(number).0/24", "fd00:244:\(number)::/64"]
        return Host(
            node: RoutedNode(
                name: "node\(number)", podCIDRs: ranges.compactMap { IPPrefix($0) },
                addresses: addresses.compactMap { IPAddress($0) }),
            namespace: namespace, socket: socket)
    }

    private static func add(_ text: String, _ link: LinkIndex, _ socket: RouteSocket) throws {
        let address = try #require(InterfaceAddress(text))
        try socket.add(
            address, to: link, flags: address.family == .ipv6 ? .noDuplicateDetection : [])
    }

    /// A namespace that forwards, and whose links have their addresses at once: a node asks for its
    /// neighbours by its link-local address, which it has had for long when it gets routes.
    private static func namespace() throws -> NetworkNamespace {
        let namespace = try NetworkNamespace.create()
        try namespace.run {
            try Sysctl.write("net/ipv4/ip_forward", "1")
            try Sysctl.write("net/ipv6/conf/all/forwarding", "1")
            try Sysctl.write("net/ipv6/conf/default/accept_dad", "0")
        }
        return namespace
    }

    /// Gives every host its routes to the others; says how many requests that took.
    @discardableResult
    func route(_ mode: RouteMode, without absent: Set<String> = []) throws -> Int {
        let present = hosts.filter { !absent.contains($0.node.name) }
        return try present.map { host in
            let routes = try NodeRoutes(mode, in: host.namespace)
            let others = present.map(\.node).filter { $0 != host.node }
            let outcome = try routes.apply(own: host.node, others: others)
            #expect(outcome.problems.isEmpty, "\(host.node.name)")
            return outcome.changes
        }.reduce(0, +)
    }

    /// Whether a pod of one host reaches a pod of another.
    func reaches(_ from: Int, _ to: Int, _ family: AddressFamily) throws -> Bool {
        func pod(_ number: Int) throws -> IPAddress {
            let text = family == .ipv4 ? "10.244.\(number).1" : "fd00:244:\(number)::1"
            return try #require(IPAddress(text))
        }
        let target = try pod(to)
        let source = SocketEndpoint(try pod(from), Port(rawValue: 0))
        let listener = try hosts[to - 1].namespace.run {
            try StreamListener(bind: SocketEndpoint(target, Port(rawValue: 0)))
        }
        do {
            _ = try hosts[from - 1].namespace.run {
                try StreamSocket(connect: listener.endpoint, from: source, timeout: .seconds(5))
            }
            return true
        } catch let error as SystemError {
            Issue.record("\(error)")
            return false
        }
    }

    /// Our routes of a host, as text.
    func routes(of number: Int) throws -> [String] {
        try hosts[number - 1].socket.routes(RouteFilter(table: .main))
            .filter { $0.origin.rawValue == 157 }
            .map { "\($0.prefix) via \($0.gateway?.description ?? "")" }.sorted()
    }
}
