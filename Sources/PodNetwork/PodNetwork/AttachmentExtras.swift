import CNIProtocol
import NetworkAddress
import PodRules
import PodShaping
import RouteNetlink

/// What the plugin `martlet` does beside the bridge; nothing for the plugin `bridge`.
struct AttachmentExtras {
    /// Limits of what the pod sends and receives.
    var bandwidth = Bandwidth()
    /// Ports of the node that lead to the pod.
    var ports: PortmapConfiguration?
    /// Who may reach the pod, and that the node forwards its packets.
    var firewall: FirewallConfiguration?
    /// Changes of the pod's interface and settings.
    var tuning: TuningConfiguration?

    /// Nothing.
    init() {}

    /// Decodes the options of the other plugins.
    /// - Throws: code 7 for a value that cannot be, or that the node does not allow.
    init(
        _ configuration: NetworkConfiguration, _ invocation: CNIInvocation
    ) throws(CNIError) {
        bandwidth = try Bandwidth(configuration)
        // Of `backend`, which both have, the firewall knows more.
        firewall = try FirewallConfiguration(configuration)
        ports = try PortmapConfiguration(configuration)
        let tuning = try TuningConfiguration(
            configuration, arguments: invocation.arguments, interface: invocation.interfaceName)
        try TuningAllowlist.ofNode()?.require(tuning.settings)
        self.tuning = tuning
    }

    /// What of it is a property of the pair from the start.
    func adjust(_ plan: inout AttachmentPlan) {
        if let mac = tuning?.mac { plan.podMAC = mac }
        if let mtu = tuning?.mtu { plan.mtu = mtu }
    }

    /// What of it belongs to the pod's stack.
    func adjust(_ stack: inout PodStackPlan) {
        stack.isPromiscuous = tuning?.isPromiscuous ?? false
        stack.takesAllMulticast = tuning?.takesAllMulticast ?? false
        stack.transmitQueueLength = tuning?.transmitQueueLength.map { UInt32(clamping: $0) }
    }

    /// The rules for an attachment.
    func add(to rules: inout AttachmentRules, _ plan: AttachmentPlan) throws(CNIError) {
        // The first address of each family is the one that host ports lead to, as in a chain.
        let targets = [AddressFamily.ipv4, .ipv6].compactMap { family in
            plan.addresses.map(\.address).first { $0.family == family }
        }
        rules.hostPorts += ports?.hostPorts(to: targets) ?? []
        guard !plan.addresses.isEmpty else { return }
        try firewall?.add(
            to: &rules, addresses: plan.addresses.map(\.address.address), bridge: plan.bridge)
    }

    /// What host ports need beside their rules.
    func finish(_ rules: AttachmentRules, bridge: String) throws(CNIError) {
        guard !rules.hostPorts.isEmpty else { return }
        let preparation = HostPortPreparation(rules.hostPorts)
        try StepTrace.step("host ports") { () throws(CNIError) in
            try CNIError.applying("host ports of \(rules.owner.attachment)") {
                try preparation.letLoopbackOut(by: bridge)
            }
            preparation.forgetOldFlows()
        }
    }

    /// Shapes the pair and sets the pod's settings.
    /// - Returns: the link that the pod's packets wait at, if there is one.
    func apply(
        _ end: Link, _ shaper: PodShaper, _ pod: PodNamespace, _ attachment: Attachment
    ) throws(CNIError) -> ResultInterface? {
        if let settings = tuning?.settings, !settings.isEmpty {
            try StepTrace.step("settings") { () throws(CNIError) in
                try PodSettings(settings, pod).apply()
            }
        }
        guard !bandwidth.isEmpty else { return nil }
        return try StepTrace.step("bandwidth") { () throws(CNIError) in
            try CNIError.applying("shape \(attachment)") {
                try shaper.install(bandwidth, on: end)
            }
        }
    }

    /// What is not as `apply` leaves it, a sentence each.
    func discrepancies(
        _ end: Link, _ link: Link, _ shaper: PodShaper, _ pod: PodNamespace
    ) throws -> [String] {
        var problems: [String] = []
        if tuning?.isPromiscuous == true, !link.flags.contains(.promiscuous) {
            problems.append("\(link.name) takes no packets for others")
        }
        if tuning?.takesAllMulticast == true, !link.flags.contains(.allMulticast) {
            problems.append("\(link.name) does not take every multicast")
        }
        if let mtu = tuning?.mtu, mtu != link.mtu {
            problems.append("the MTU of \(link.name) is \(link.mtu), not \(mtu)")
        }
        problems += PodSettings(tuning?.settings ?? [], pod).discrepancies()
        if !bandwidth.isEmpty {
            problems += try shaper.discrepancies(of: bandwidth, on: end)
        }
        return problems
    }
}
