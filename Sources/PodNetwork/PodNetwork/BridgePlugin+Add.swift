import AddressManagement
import CNIProtocol

extension BridgePlugin {
    /// ADD. Whatever a user can have got wrong is found before anything is made; the reservation
    /// comes first, so that all that follows can be found by it.
    func add() throws(CNIError) -> CNIResult {
        try invocation.arguments.require(onlyKnown: ["IP", "MAC"])
        let options = try BridgeConfiguration(configuration, arguments: invocation.arguments)
        let allocator = try allocator()
        let pod = try PodNamespace(path: invocation.namespacePath)
        try pod.requireAbsent(invocation.interfaceName)
        let held = try allocator?.reserve(for: attachment, existing: .reuse) ?? []
        do throws(CNIError) {
            let addressing = try allocator?.result(of: held) ?? CNIResult()
            var plan = AttachmentPlan(
                options, interfaceName: invocation.interfaceName, addressing: addressing,
                dns: configuration.dns)
            plan.otherGateways = Set(allocator?.gateways ?? [])
            var builder = try AttachmentBuilder(
                plan, network: configuration.name, attachment: attachment, pod: pod)
            return try builder.build(sandbox: invocation.namespacePath)
        } catch {
            try? allocator?.undo(held, of: attachment)
            throw error
        }
    }
}
