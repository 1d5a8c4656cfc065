import AddressManagement
import CNIProtocol
import NetworkAddress
import PodRules
import RouteNetlink

/// The plugin `ptp`: each pod alone on a pair with the node, which routes.
struct PointToPointPlugin: InterfacePlugin {
    static let name = "ptp"

    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    func add() throws(CNIError) -> CNIResult {
        try invocation.arguments.require(onlyKnown: ["IP", "GATEWAY"])
        let options = try PointToPointConfiguration(configuration)
        let pod = try PodNamespace(path: invocation.namespacePath)
        try pod.requireAbsent(invocation.interfaceName)
        let node = try nodeSocket()
        let source = try addressSource(for: addressUse(isRouted: true, node))
        let grant = try reserve(source)
        do throws(CNIError) {
            let plan = try PointToPointPlan(
                options, interfaceName: invocation.interfaceName, addressing: grant.result,
                dns: configuration.dns)
            var builder = AttachmentBuilder(owner: owner, pod: pod, node: node)
            do throws(CNIError) {
                return try build(plan, &builder, healed: grant.healed)
            } catch {
                builder.undo()
                throw error
            }
        } catch {
            source.undo(grant)
            throw error
        }
    }

    private func build(
        _ plan: PointToPointPlan, _ builder: inout AttachmentBuilder, healed: [Attachment]
    ) throws(CNIError) -> CNIResult {
        try CNIError.applying("let the node forward") { try Forwarding.enable(plan.families) }
        let link = PodLink(
            interfaceName: plan.interfaceName, mtu: plan.mtu, podMAC: plan.podMAC,
            hostMAC: plan.hostMAC, name: hostLink, node: builder.node, pod: builder.pod)
        let end = try builder.connect(link)
        try CNIError.applying("configure \(end.name)") {
            try link.finish(end)
            // Nobody else is there who could have the address that the node asks for pods with.
            if plan.families.contains(.ipv6) { try DuplicateDetection.skip(on: end.name) }
        }
        var rules = plan.rules(owner: owner)
        rules.namespacePath = invocation.namespacePath
        try builder.install(rules, healed: healed)
        // The pod's end first: the node's routes hold only while the pair is connected.
        try builder.configure(plan.stack)
        try StepTrace.step("node's routes") { () throws(CNIError) in
            try CNIError.applying("configure \(end.name)") {
                try configure(end, plan, builder.node)
            }
        }
        try builder.wait(for: plan.stack, gateways: plan.gateways, on: end)
        return plan.result(
            hostName: end.name, mtu: end.mtu, sandbox: invocation.namespacePath)
    }

    /// Addresses and routes of the node's end: one system call.
    private func configure(_ end: Link, _ plan: PointToPointPlan, _ node: RouteSocket) throws {
        var batch = RouteBatch()
        for gateway in plan.gateways { batch.add(gateway.kernelAddress(on: end.index)) }
        for route in plan.hostRoutes {
            var route = route
            route.link = end.index
            batch.add(route)
        }
        for refusal in try node.apply(batch) {
            // A second interface of the pod may have the address as well.
            let isSecondRoute = refusal.operation == "add route" && refusal.errno == .eexist
            if !isSecondRoute { throw refusal }
        }
    }

    func check() throws(CNIError) {
        let options = try PointToPointConfiguration(configuration)
        let result = try configuration.requireResultOfADD()
        let pod = try PodNamespace(path: invocation.namespacePath)
        try CNIError.applying("check \(attachment)") {
            let link = try checkPodLink(pod, result)
            let plan = try PointToPointPlan(
                options, interfaceName: invocation.interfaceName,
                addressing: CNIResult(
                    addresses: addresses(in: result), routes: result.routes),
                dns: configuration.dns)
            let node = try RouteSocket()
            let end = try checkHostLink(node, result)
            try checkStack(pod, link, result)
            try checkNode(plan, end, node)
            try addressSource(for: AddressUse(existing: .reuse)).check(plan.addresses)
            let rules = plan.rules(owner: owner)
            guard !rules.isEmpty else { return }
            try CNIError.requireNone(try PodRuleTable().discrepancies(of: rules))
        }
    }

    private func checkNode(_ plan: PointToPointPlan, _ end: Link, _ node: RouteSocket) throws {
        let present = try node.addresses(of: end.index).map(\.address)
        for gateway in plan.gateways where !present.contains(gateway) {
            throw CNIError.check("\(end.name) has no address \(gateway)")
        }
        for route in plan.hostRoutes {
            guard let destination = route.destination,
                try node.route(to: destination.first).link != end.index
            else { continue }
            throw CNIError.check("the node has no route to \(destination) by \(end.name)")
        }
    }

    func requireReadiness() throws(CNIError) {
        _ = try PointToPointConfiguration(configuration)
        try addressSource(for: AddressUse(existing: .reuse)).requireReadiness()
        try Readiness.require("nftables cannot be reached") { try PodRuleTable().probe() }
    }
}
