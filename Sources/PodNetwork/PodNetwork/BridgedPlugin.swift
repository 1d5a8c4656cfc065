import AddressManagement
import CNIProtocol
import NetworkAddress
import PodRules
import PodShaping
import RouteNetlink

/// A plugin that puts pods on a bridge: `bridge`, and `martlet`, which does more.
protocol BridgedPlugin: InterfacePlugin {
    /// Decodes what is done beside the bridge.
    func extras() throws(CNIError) -> AttachmentExtras

    /// Whether a runtime may ask for limits: STATUS comes without those of a pod.
    func mayAskForLimits() throws(CNIError) -> Bool
}

extension BridgedPlugin {
    /// ADD. Whatever a user can have got wrong is found before anything is made; the reservation
    /// comes first, so that all that follows can be found by it.
    func add() throws(CNIError) -> CNIResult {
        let options = try options()
        let extras = try extras()
        let pod = try StepTrace.step("namespace") { () throws(CNIError) in
            let pod = try PodNamespace(path: invocation.namespacePath)
            try pod.requireAbsent(invocation.interfaceName)
            return pod
        }
        let node = try nodeSocket()
        let source = try addressSource(for: addressUse(isRouted: options.isGateway, node))
        let grant = try reserve(source)
        do throws(CNIError) {
            var plan = AttachmentPlan(
                options, interfaceName: invocation.interfaceName, addressing: grant.result,
                dns: configuration.dns)
            plan.otherGateways = grant.otherGateways
            extras.adjust(&plan)
            var builder = AttachmentBuilder(owner: owner, pod: pod, node: node)
            do throws(CNIError) {
                return try build(plan, extras, &builder, healed: grant.healed)
            } catch {
                builder.undo()
                throw error
            }
        } catch {
            source.undo(grant)
            throw error
        }
    }

    /// What limits the pod.
    func shaper(_ node: RouteSocket) -> PodShaper {
        PodShaper(socket: node, network: configuration.name, attachment: attachment)
    }

    /// The options of the bridge.
    func options() throws(CNIError) -> BridgeConfiguration {
        try invocation.arguments.require(onlyKnown: ["IP", "GATEWAY", "MAC"])
        return try BridgeConfiguration(configuration, arguments: invocation.arguments)
    }

    /// Makes everything; the caller takes back what stays when it fails, but for the bridge, which
    /// is everybody's.
    private func build(
        _ plan: AttachmentPlan, _ extras: AttachmentExtras, _ builder: inout AttachmentBuilder,
        healed: [Attachment]
    ) throws(CNIError) -> CNIResult {
        let (bridge, gateway) = try StepTrace.step("bridge") { () throws(CNIError) in
            try CNIError.applying("bridge \(plan.bridge)") {
                try BridgeLink(plan: plan, socket: builder.node).ensure()
            }
        }
        let link = PodLink(
            interfaceName: plan.interfaceName, mtu: plan.mtu, podMAC: plan.podMAC,
            hostMAC: plan.hostMAC, name: hostLink, node: builder.node, pod: builder.pod)
        let end = try builder.connect(link, on: bridge.index)
        try StepTrace.step("port") { () throws(CNIError) in
            try CNIError.applying("configure \(end.name)") {
                try link.finish(end, port: plan.port)
                if let vlans = plan.vlans {
                    try VLANGateway.apply(vlans, to: end.index, builder.node)
                }
            }
        }
        var rules = plan.rules(owner: owner, hostName: end.name)
        try extras.add(to: &rules, plan)
        rules.namespacePath = invocation.namespacePath
        try builder.install(rules, healed: healed)
        try extras.finish(rules, bridge: gateway?.name ?? bridge.name)
        var stack = plan.stack
        extras.adjust(&stack)
        try builder.configure(stack)
        try builder.wait(for: stack, gateways: plan.gateways, on: gateway ?? bridge)
        let queue = try extras.apply(end, shaper(builder.node), builder.pod, attachment)
        builder.announce(plan.podMAC, of: stack)
        var result = plan.result(
            bridgeMAC: bridge.mac ?? .zero, hostName: end.name, mtu: end.mtu,
            sandbox: invocation.namespacePath, gatewayMAC: gateway?.mac)
        if let queue { result.interfaces.append(queue) }
        return result
    }

    /// STATUS: whether an ADD can succeed.
    /// - Throws: code 50, with what is missing; 7 for a configuration that cannot be.
    func requireReadiness() throws(CNIError) {
        let options = try BridgeConfiguration(configuration)
        let limits = try extras().bandwidth
        let mayAskForLimits = try mayAskForLimits()
        try addressSource(for: AddressUse(existing: .reuse)).requireReadiness()
        try Readiness.require("the kernel's links cannot be read") {
            guard let link = try RouteSocket().link(named: options.bridge) else { return }
            guard case .bridge(let found) = link.kind else {
                throw CNIError(.notAvailable, "\(options.bridge) is there and is no bridge")
            }
            if options.vlans != nil, found.filtersVLANs == nil {
                throw CNIError(.notAvailable, VLANGateway.unsupported.message)
            }
        }
        try Readiness.require("nftables cannot be reached") { try PodRuleTable().probe() }
        if mayAskForLimits || !limits.isEmpty { try Readiness.requireShaping() }
    }
}
