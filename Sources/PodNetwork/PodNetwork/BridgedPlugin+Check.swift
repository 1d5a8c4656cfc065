import AddressManagement
import CNIProtocol
import NetworkAddress
import PodRules
import RouteNetlink

extension BridgedPlugin {
    /// CHECK: compares what is there with what ADD said.
    func check() throws(CNIError) {
        let options = try options()
        let extras = try extras()
        let result = try configuration.requireResultOfADD()
        let pod = try PodNamespace(path: invocation.namespacePath)
        try CNIError.applying("check \(attachment)") {
            let link = try checkPodLink(
                pod, result, isUp: !options.disablesContainerInterface)
            var addressing = CNIResult(addresses: addresses(in: result), routes: result.routes)
            addressing.dns = result.dns
            var plan = AttachmentPlan(
                options, interfaceName: invocation.interfaceName, addressing: addressing,
                dns: configuration.dns)
            plan.podMAC = link.mac ?? .zero
            let node = try RouteSocket()
            let end = try checkPort(plan, result, node)
            try checkStack(pod, link, result)
            try addressSource(for: AddressUse(existing: .reuse)).check(addressing.addresses)
            var rules = plan.rules(owner: owner, hostName: end.name)
            try extras.add(to: &rules, plan)
            var problems = try extras.discrepancies(end, link, shaper(node), pod)
            if !rules.isEmpty { problems += try PodRuleTable().discrepancies(of: rules) }
            try CNIError.requireNone(problems)
        }
    }

    /// The node's end, and what the bridge does at it.
    private func checkPort(
        _ plan: AttachmentPlan, _ result: CNIResult, _ node: RouteSocket
    ) throws -> Link {
        guard let bridge = try node.link(named: plan.bridge), bridge.kind.isBridge else {
            throw CNIError.check("there is no bridge \(plan.bridge)")
        }
        guard bridge.isUp else { throw CNIError.check("bridge \(plan.bridge) is down") }
        let link = try checkHostLink(node, result, not: [plan.bridge, plan.gatewayLinkName])
        guard link.master == bridge.index else {
            throw CNIError.check("\(link.name) is no port of \(plan.bridge)")
        }
        if plan.hairpin, link.port?.isHairpin != true {
            throw CNIError.check("\(link.name) sends nothing back to where it came from")
        }
        if plan.isolatesPort, link.port?.isIsolated != true {
            throw CNIError.check("\(link.name) is not isolated")
        }
        guard !plan.gateways.isEmpty else { return link }
        guard let gateway = try node.link(named: plan.gatewayLinkName) else {
            throw CNIError.check("the node has no link \(plan.gatewayLinkName)")
        }
        let present = try node.addresses(of: gateway.index).map(\.address)
        for address in plan.gateways where !present.contains(address) {
            throw CNIError.check("\(plan.gatewayLinkName) has no address \(address)")
        }
        return link
    }
}
