import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// The pair that connects a pod with the node.
struct PodLink {
    /// The name of the pod's end.
    var interfaceName: String
    /// The MTU of both ends; nil is the kernel's own.
    var mtu: Int?
    /// The hardware address of the pod's end.
    var podMAC: MACAddress
    /// The hardware address of the node's end.
    var hostMAC: MACAddress
    let name: HostLinkName
    let node: RouteSocket
    let pod: PodNamespace

    /// Makes the pair: both ends named, the far one in the pod's namespace, the near one up and a
    /// port of the bridge, if there is one; one request, because each takes the kernel's lock on
    /// links. (The far end cannot come up in it: Linux 6.18 tries before the ends know each other,
    /// ENOTCONN.)
    ///
    /// - Returns: the node's end, which knows the index of the other.
    func create(on bridge: LinkIndex?) throws -> Link {
        for attempt in 0..<HostLinkName.attempts {
            let hostName = name.name(attempt: attempt)
            // Once more after what an earlier attachment left under the name is gone.
            for _ in 0..<2 {
                if let link = try create(hostName, on: bridge) { return link }
                guard try removeLeftover(hostName) else { break }
            }
        }
        throw CNIError(.alreadyExists, "no free name for the node's end of \(name.alias)")
    }

    /// Makes the pair; nil when a name is taken.
    private func create(_ hostName: String, on bridge: LinkIndex?) throws -> Link? {
        do {
            return try node.createVeth(
                name: hostName, mtu: mtu, mac: hostMAC, isUp: true, master: bridge,
                peerName: interfaceName, peerMAC: podMAC,
                peerNamespace: pod.namespace.descriptor)
        } catch {
            guard error.errno == .eexist else {
                discard(hostName)
                throw error
            }
            return nil
        }
    }

    /// The kernel may have made the pair, and its answer been lost. With an alias it is another.
    private func discard(_ hostName: String) {
        guard let link = try? node.link(named: hostName), link.kind == .veth, link.alias == nil
        else { return }
        var removal = LinkRemoval(node)
        removal.add(link.index)
        try? removal.mark()
        try? removal.finish()
    }

    /// A link of the name is another attachment's, or what an earlier one with this container's id
    /// left: an ADD that was killed, or a runtime that lost a namespace without a DEL. The runtime
    /// says where the container is now, so that goes.
    private func removeLeftover(_ hostName: String) throws -> Bool {
        try pod.requireAbsent(interfaceName)
        guard let link = try node.link(named: hostName) else { return true }
        guard link.kind == .veth, link.alias == nil || link.alias == name.storedAlias else {
            return false
        }
        var removal = LinkRemoval(node)
        removal.add(link.index)
        try removal.mark()
        try removal.finish()
        return true
    }

    /// Sets on the node's end what only a link that is there can take.
    func finish(_ link: Link, port: BridgePortOptions? = nil) throws {
        var batch = RouteBatch()
        batch.set(link.index, LinkChange(alias: name.storedAlias, port: port))
        if let refusal = try node.apply(batch).first { throw refusal }
    }
}
