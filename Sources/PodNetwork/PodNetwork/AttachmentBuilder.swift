import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import PodRules
import RouteNetlink

/// Makes in the kernel what plans say, and takes it back when a step fails.
struct AttachmentBuilder {
    let owner: RuleOwner
    let pod: PodNamespace
    let node: RouteSocket

    private var hostLink: Link?
    private var table: PodRuleTable?

    init(owner: RuleOwner, pod: PodNamespace, node: RouteSocket) {
        self.owner = owner
        self.pod = pod
        self.node = node
    }

    /// Makes the pair.
    /// - Returns: the node's end.
    mutating func connect(_ link: PodLink, on bridge: LinkIndex? = nil) throws(CNIError) -> Link {
        try StepTrace.step("pair") { () throws(CNIError) in
            try CNIError.applying("connect \(owner.attachment)") {
                let end = try link.create(on: bridge)
                hostLink = end
                return end
            }
        }
    }

    /// Adds the rules, all in one transaction, and removes those of attachments that are gone.
    mutating func install(
        _ rules: AttachmentRules, healed: [Attachment] = []
    ) throws(CNIError) {
        guard !rules.isEmpty || !healed.isEmpty else { return }
        try StepTrace.step("rules") { () throws(CNIError) in
            let table = try PodRuleTable()
            self.table = table
            for attachment in healed {
                var gone = owner
                gone.attachment = attachment
                try table.remove(gone)
            }
            guard !rules.isEmpty else { return }
            let links = HostLinks(node)
            try table.install(rules) { owner in
                InterfacePlugins.names.contains(owner.plugin)
                    && !links.isConnected(owner.attachment, network: owner.network)
            }
        }
    }

    /// Configures the pod's end.
    func configure(_ stack: PodStackPlan) throws(CNIError) {
        try StepTrace.step("pod") { () throws(CNIError) in
            try CNIError.applying("configure \(owner.attachment)") {
                guard let index = hostLink?.peerIndex else {
                    throw CNIError(.kernel, "\(owner.attachment) has lost its other end")
                }
                try PodStack(plan: stack, pod: pod, link: index).configure()
            }
        }
    }

    /// Waits until the pod's first packets get through, both ways.
    func wait(
        for stack: PodStackPlan, gateways: [InterfaceAddress], on gateway: Link?
    ) throws(CNIError) {
        guard let hostLink else { return }
        try StepTrace.step("arrival") { () throws(CNIError) in
            try CNIError.applying("wait for \(owner.attachment)") {
                try LinkArrival.wait(
                    for: stack, pod, behind: hostLink, gateways: gateways, on: gateway, node)
            }
        }
    }

    /// Tells the pod's neighbours its hardware address; they must be reachable.
    func announce(_ mac: MACAddress, of stack: PodStackPlan) {
        guard stack.isUp, !stack.addresses.isEmpty, let index = hostLink?.peerIndex else { return }
        let families = Set(stack.addresses.map(\.family))
        StepTrace.step("announcement") {
            PodAnnouncement(
                pod: pod, link: index, interfaceName: stack.interfaceName, families: families
            ).send(mac)
        }
    }

    /// Goes on past errors: what stays here is found by DEL.
    func undo() {
        if let hostLink {
            var removal = LinkRemoval(node)
            removal.add(hostLink.index)
            try? removal.mark()
            _ = try? table?.remove(owner)
            try? removal.finish()
        } else {
            _ = try? table?.remove(owner)
        }
    }
}
