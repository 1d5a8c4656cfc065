import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// The pair that connects a pod with the bridge.
struct PodLink {
    let plan: AttachmentPlan
    let name: HostLinkName
    let node: RouteSocket
    let pod: PodNamespace

    /// Makes the pair: both ends named, the far one in the pod's namespace, the near one up and a
    /// port of the bridge; one request, because each takes the kernel's lock on links. (The far end
    /// cannot come up in it: Linux 6.18 tries before the ends know each other, ENOTCONN.)
    ///
    /// - Returns: the node's end, which knows the index of the other.
    func create(on bridge: LinkIndex) throws -> Link {
        for attempt in 0..<HostLinkName.attempts {
            let hostName = name.name(attempt: attempt)
            do {
                return try node.createVeth(
                    name: hostName, mtu: plan.mtu, mac: plan.hostMAC, isUp: true, master: bridge,
                    peerName: plan.interfaceName, peerMAC: plan.podMAC,
                    peerNamespace: pod.namespace.descriptor)
            } catch {
                guard error.errno == .eexist else { throw error }
                try requireOther(hostName)
            }
        }
        throw CNIError(.alreadyExists, "no free name for the node's end of \(name.alias)")
    }

    /// A name that is taken is another attachment's, or else this one is still there.
    private func requireOther(_ hostName: String) throws {
        try pod.requireAbsent(plan.interfaceName)
        guard let link = try node.link(named: hostName), link.alias == name.storedAlias else {
            return
        }
        throw CNIError(
            .alreadyExists,
            "container \(name.attachment.containerID) has an interface "
                + "\(name.attachment.interfaceName) in another namespace")
    }

    /// Sets on the node's end what only a link that is there can take.
    func finish(_ link: Link) throws {
        var batch = RouteBatch()
        batch.set(
            link.index,
            LinkChange(
                alias: name.storedAlias,
                port: plan.hairpin ? BridgePortOptions(isHairpin: true) : nil))
        if let refusal = try node.apply(batch).first { throw refusal }
    }
}
