import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// Makes in the kernel what a plan says, and takes it back when a step fails.
struct AttachmentBuilder {
    let plan: AttachmentPlan
    let network: String
    let attachment: Attachment
    let pod: PodNamespace
    let node: RouteSocket

    private var hostLink: Link?
    private var masquerade: Masquerade?
    private var masqueraded: [InterfaceAddress] = []

    init(
        _ plan: AttachmentPlan, network: String, attachment: Attachment, pod: PodNamespace
    ) throws(CNIError) {
        self.plan = plan
        self.network = network
        self.attachment = attachment
        self.pod = pod
        node = try CNIError.applying("open a socket") { try RouteSocket() }
    }

    /// Makes everything; on an error nothing of it stays but the bridge, which is everybody's.
    mutating func build(sandbox: String) throws(CNIError) -> CNIResult {
        do throws(CNIError) {
            try addMasquerade()
            let bridge = try CNIError.applying("bridge \(plan.bridge)") {
                try BridgeLink(plan: plan, socket: node).ensure()
            }
            let link = PodLink(
                plan: plan, name: HostLinkName(network: network, attachment: attachment),
                node: node, pod: pod)
            let end = try CNIError.applying("connect \(attachment)") {
                try link.create(on: bridge.index)
            }
            hostLink = end
            try CNIError.applying("configure \(attachment)") {
                try link.finish(end)
                try configure(end)
            }
            return plan.result(
                bridgeMAC: bridge.mac ?? .zero, hostName: end.name, mtu: end.mtu,
                sandbox: sandbox)
        } catch {
            undo()
            throw error
        }
    }

    private mutating func addMasquerade() throws(CNIError) {
        guard !plan.masquerades.isEmpty else { return }
        let masquerade = try CNIError.applying("masquerade") { try Masquerade() }
        self.masquerade = masquerade
        for address in plan.masquerades {
            masqueraded.append(address)
            try CNIError.applying("masquerade \(address.address)") {
                try masquerade.add(
                    MasqueradeElement(
                        address: address, network: network, attachment: attachment))
            }
        }
    }

    private func configure(_ end: Link) throws {
        guard let index = end.peerIndex else {
            throw CNIError(.kernel, "\(end.name) has lost its other end")
        }
        try PodStack(plan: plan, pod: pod, link: index).configure()
    }

    /// Goes on past errors: what stays here is found by DEL.
    private func undo() {
        if let hostLink { try? node.delete(hostLink.index) }
        for address in masqueraded {
            try? masquerade?.remove(address.address, from: address.prefix)
        }
    }
}
