import CNIProtocol
import Netlink
import NetworkAddress
import RouteNetlink

/// The bridge's part in a network whose pods are in a VLAN: it heeds tags, and has an end of its
/// own among the ports, `cni0.100`, which the gateways' addresses stand on.
struct VLANGateway {
    let plan: AttachmentPlan
    let vlans: PortVLANs
    let socket: RouteSocket

    init(plan: AttachmentPlan, vlans: PortVLANs, socket: RouteSocket) throws(CNIError) {
        self.plan = plan
        self.vlans = vlans
        self.socket = socket
        guard plan.gatewayLinkName.utf8.count <= 15 else {
            throw CNIError(
                .invalidConfiguration,
                "bridge: \(plan.gatewayLinkName), the bridge's end in its VLAN, is longer than "
                    + "the 15 bytes of an interface's name")
        }
    }

    /// What the kernel is missing when it has bridges and no tags on them.
    static let unsupported = CNIError(
        .kernel,
        "vlan: the kernel's bridges heed no VLANs: it is built without CONFIG_BRIDGE_VLAN_FILTERING"
    )

    /// Lets the bridge heed tags.
    func filter(_ bridge: Link) throws {
        guard case .bridge(let options) = bridge.kind else { return }
        // A kernel that cannot leaves the option out of what it tells, and ignores it when asked.
        guard let filters = options.filtersVLANs else { throw Self.unsupported }
        if !filters {
            try socket.set(bridge.index, options: .bridge(BridgeOptions(filtersVLANs: true)))
        }
    }

    /// Lets a port take the tags.
    static func apply(_ vlans: PortVLANs, to port: LinkIndex, _ socket: RouteSocket) throws {
        do {
            if !vlans.removed.isEmpty { try socket.delete(vlans.removed, of: port) }
            if !vlans.added.isEmpty { try socket.add(vlans.added, to: port) }
        } catch {
            throw error.errno == .eopnotsupp ? unsupported : error
        }
    }

    /// Makes sure that the bridge's own end is there: one end of a pair whose other end is a port.
    func ensure(on bridge: Link) throws -> Link? {
        guard vlans.access != nil else { return nil }
        let name = plan.gatewayLinkName
        if let link = try socket.link(named: name) { return link }
        let port = HostLinkName(
            network: plan.bridge, attachment: Attachment(containerID: name, interfaceName: "vlan"))
        do {
            let link = try socket.createVeth(
                name: port.name(attempt: 0), mtu: plan.mtu, mac: .random(), isUp: true,
                master: bridge.index, peerName: name, peerMAC: .random())
            try Self.apply(vlans.accessOnly, to: link.index, socket)
        } catch let error as NetlinkError {
            // Another ADD may have been as quick.
            guard error.errno == .eexist else { throw error }
        }
        guard let link = try socket.link(named: name) else {
            throw CNIError(.tryAgain, "\(name) was removed while it was made")
        }
        try socket.set(link.index, .up)
        return link
    }
}
