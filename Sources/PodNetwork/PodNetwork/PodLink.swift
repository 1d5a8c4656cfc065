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

    /// Makes the pair: both ends named, the far one in the pod's namespace, the near one a port of
    /// the bridge, both up; one request, because each takes the kernel's lock on links.
    ///
    /// - Returns: the name of the node's end.
    func create(on bridge: Link) throws -> String {
        // With addresses of version 6 the pod's end comes up only when its settings are made.
        let isUpAtOnce = !plan.families.contains(.ipv6)
        for attempt in 0..<HostLinkName.attempts {
            let hostName = name.name(attempt: attempt)
            do {
                try node.create(message(hostName, bridge, isUpAtOnce))
                return hostName
            } catch where error.errno == .eexist {
                try requireOther(hostName)
            }
        }
        throw CNIError(.alreadyExists, "no free name for the node's end of \(name.alias)")
    }

    private func message(_ hostName: String, _ bridge: Link, _ isUpAtOnce: Bool) -> LinkMessage {
        var peer = VethPeer(
            name: plan.interfaceName, mac: plan.podMAC, mtu: plan.mtu,
            namespace: pod.namespace.descriptor, isUp: isUpAtOnce)
        peer.message.transmitQueueLength = nil
        var message = LinkMessage()
        message.name = hostName
        message.hardwareAddress = plan.hostMAC.bytes
        message.mtu = plan.mtu.map { UInt32($0) }
        message.master = bridge.index
        message.flags = .up
        message.changedFlags = .up
        message.info = LinkInfo(kind: .veth, peer: peer)
        return message
    }

    /// A name that is taken is another attachment's, or else this one is still there.
    private func requireOther(_ hostName: String) throws {
        if try pod.socket.link(named: plan.interfaceName) != nil {
            throw CNIError(
                .alreadyExists, "the pod has an interface \(plan.interfaceName) already")
        }
        guard let link = try node.link(named: hostName), link.alias == name.storedAlias else {
            return
        }
        throw CNIError(
            .alreadyExists,
            "container \(name.attachment.containerID) has an interface "
                + "\(name.attachment.interfaceName) in another namespace")
    }

    /// What can only be set on a link that is there.
    func finish(_ hostName: String) throws {
        guard let link = try node.link(named: hostName) else {
            throw CNIError(.kernel, "\(hostName) was removed while it was made")
        }
        var message = LinkMessage()
        message.index = link.index
        message.alias = name.storedAlias
        try node.change(message)
        if plan.hairpin {
            try node.setPort(BridgePortOptions(isHairpin: true), of: link.index)
        }
    }
}
