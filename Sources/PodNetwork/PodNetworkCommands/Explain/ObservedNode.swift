import LinuxSystem
import Netlink
import NetworkAddress
import PodRules
import RouteNetlink

/// A node as the kernel has it: links, addresses, pods, and the pods' rules.
struct ObservedNode {
    let socket: RouteSocket
    let links: [LinkIndex: Link]
    let addresses: [LinkAddress]
    let pods: [ObservedPod]
    let rules: [AttachmentRules]

    /// Reads all of it in the calling thread's namespace.
    init() throws {
        socket = try RouteSocket()
        let all = try socket.links()
        links = Dictionary(all.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        addresses = try socket.addresses()
        let observed = try PodRuleTable().observe()
        let paths = try Self.namespacePaths(
            Set(all.filter { $0.kind == .veth }.compactMap(\.peerNamespaceID)), socket)
        pods = all.filter { $0.kind == .veth && $0.peerNamespaceID != nil }.map { link in
            var pod = ObservedPod(hostLink: link)
            pod.namespacePath = link.peerNamespaceID.flatMap { paths[$0] }
            // A namespace that ends meanwhile is as good as one that nothing names.
            try? Self.look(into: &pod)
            return pod
        }
        rules = Self.naming(observed, pods, links)
    }

    /// The elements of an isolated pod do not say which bridge it is on; its pair does.
    private static func naming(
        _ rules: [AttachmentRules], _ pods: [ObservedPod], _ links: [LinkIndex: Link]
    ) -> [AttachmentRules] {
        var rules = rules
        for (owner, place) in rules.indices.flatMap({ owner in
            rules[owner].ingress.indices.map { (owner, $0) }
        }) where rules[owner].ingress[place].bridge.isEmpty {
            let address = rules[owner].ingress[place].address
            let pod = pods.first { $0.addresses.contains { $0.address == address } }
            guard let master = pod?.hostLink.master, let bridge = links[master] else { continue }
            rules[owner].ingress[place].bridge = bridge.name
        }
        return rules
    }

    /// Where namespaces are found that links lead to, by the numbers that the links have for them.
    /// The kernel tells nobody a namespace's path; so whatever is mounted, or in use, is asked for
    /// its number.
    private static func namespacePaths(
        _ wanted: Set<Int32>, _ socket: RouteSocket
    ) throws -> [Int32: String] {
        var found: [Int32: String] = [:]
        var seen: Set<UInt64> = []
        func look(_ path: String) {
            guard let status = try? Files.status(path), seen.insert(status.inode).inserted,
                let namespace = try? NetworkNamespace(path: path),
                let number = try? socket.namespaceID(of: namespace.descriptor),
                wanted.contains(number)
            else { return }
            found[number] = path
        }
        let mounted = try Files.readText("/proc/thread-self/mountinfo").split(separator: "\n")
            .filter { $0.contains("nsfs") }.count
        if mounted > 0 { for path in try Mounts.points().reversed() { look(path) } }
        for name in try Files.list("/proc") where found.count < wanted.count {
            guard name.allSatisfy(\.isNumber) else { continue }
            look("/proc/\(name)/ns/net")
        }
        return found
    }

    private static func look(into pod: inout ObservedPod) throws {
        guard let path = pod.namespacePath, let index = pod.hostLink.peerIndex else { return }
        let inner = try RouteSocket(in: try NetworkNamespace(path: path))
        pod.interface = try inner.link(index)
        pod.addresses = try inner.addresses(of: index).map(\.address)
    }

    /// A socket in a pod.
    func socket(in pod: ObservedPod) throws -> RouteSocket? {
        guard let path = pod.namespacePath else { return nil }
        return try RouteSocket(in: try NetworkNamespace(path: path))
    }

    /// The pod that has an address.
    func pod(with address: IPAddress) -> ObservedPod? {
        pods.first { $0.addresses.contains { $0.address == address } }
    }

    /// The pod that a person names.
    /// - Throws: `UsageError` when there is none, or more than one.
    func pod(named text: String) throws(UsageError) -> ObservedPod {
        var found = pods.filter { $0.isNamed(text) }
        if found.isEmpty { found = pods.filter { $0.mayBeNamed(text) } }
        guard let pod = found.first else { throw UsageError("no pod \"\(text)\" on this node") }
        guard found.count == 1 else {
            let names = found.map(\.name).joined(separator: ", ")
            throw UsageError("\"\(text)\" may be \(names)")
        }
        return pod
    }

    /// Whether an address is the node's own.
    func has(_ address: IPAddress) -> Bool {
        address.isLoopback || addresses.contains { $0.address.address == address }
    }

    /// A link's name, for people.
    func name(_ index: LinkIndex?) -> String {
        guard let index else { return "nothing" }
        return links[index]?.name ?? index.description
    }

    /// Whether the node forwards what arrives by a link.
    func forwards(_ family: AddressFamily, by link: String) -> Bool {
        if family == .ipv4 {
            return (try? Sysctl.read("net/ipv4/conf/\(link)/forwarding")) != "0"
        }
        // Version 6 has one switch for all links, and since Linux 6.17 one for each beside it.
        return (try? Sysctl.read("net/ipv6/conf/all/forwarding")) != "0"
            || (try? Sysctl.read("net/ipv6/conf/\(link)/force_forwarding")) == "1"
    }

    /// Whether what passes a bridge passes the rules of version 4 or 6 as well.
    func asksRulesAtBridges(_ family: AddressFamily) -> Bool {
        let name = family == .ipv4 ? "iptables" : "ip6tables"
        return (try? Sysctl.read("net/bridge/bridge-nf-call-\(name)")) == "1"
    }

    /// Whether packets from 127.0.0.1 may leave by a link.
    func routesLoopback(_ link: String) -> Bool {
        let places = ["all", link]
        return places.contains {
            (try? Sysctl.read("net/ipv4/conf/\($0)/route_localnet")) == "1"
        }
    }
}
