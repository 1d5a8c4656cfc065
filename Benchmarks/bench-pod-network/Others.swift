import AddressManagement
import CNIProtocol
import JSON
import LinuxSystem
import NetworkAddress
import PodNetwork
import PodRules

/// Addresses and rules of pods that are there already, as ADD leaves them, without the pairs.
///
/// Laid down by the rooms that the program itself has them made by: ten thousand ADDs would take
/// longer than what is measured, and a bridge has at most 1,024 ports.
struct Others {
    let count: Int
    let rig: Rig
    /// The pod whose namespace is taken for theirs.
    let pod: Int

    /// - Throws: `Failure` when the program's DEL does not find what was made.
    func make() throws {
        let others = self
        let (before, after) = try rig.host.run {
            let table = try PodRuleTable()
            // One more, for the DEL.
            for number in 0...others.count { try others.add(number, table) }
            let before = try table.observe().count
            _ = try others.rig.call("DEL", others.request(others.count))
            return (before, try table.observe().count)
        }
        let perPod = rig.network == .unified ? 1 : 2
        guard before == (count + 1) * perPod, after == count * perPod else {
            throw Failure("\(before) and then \(after) owners of rules for \(count) pods")
        }
    }

    private func request(_ number: Int) -> Rig.Request {
        var request = Rig.Request(pod: pod)
        request.container = "other-\(number)"
        request.interface = "p\(number)"
        request.hostPort = 10_000 + number
        return request
    }

    /// What the plugins of the list do, but for links.
    private func add(_ number: Int, _ table: PodRuleTable) throws {
        let request = request(number)
        let attachment = Attachment(
            containerID: request.container, interfaceName: request.interface)
        var addresses: [InterfaceAddress] = []
        for plugin in rig.plugins(for: request) {
            let configuration = try NetworkConfiguration(parsing: plugin.serialized(), for: .add)
            var rules = AttachmentRules(
                owner: RuleOwner(
                    network: configuration.name, attachment: attachment,
                    plugin: configuration.type))
            rules.namespacePath = rig.namespacePath(request)
            if configuration.ipam.isPresent {
                addresses = try reserve(configuration, attachment, rules.namespacePath)
                rules.masquerades = addresses
            }
            if configuration.type != "bridge" {
                rules.hostPorts = try PortmapConfiguration(configuration).hostPorts(to: addresses)
            }
            if configuration.type == "martlet" {
                try FirewallConfiguration(configuration).add(
                    to: &rules, addresses: addresses.map(\.address), bridge: nil)
            }
            try table.install(rules)
        }
    }

    private func reserve(
        _ configuration: NetworkConfiguration, _ attachment: Attachment, _ namespacePath: String
    ) throws -> [InterfaceAddress] {
        let allocator = AddressAllocator(
            try HostLocalConfiguration(configuration, arguments: CNIArguments()))
        let use = AddressUse(existing: .reuse, isRouted: true)
        return try allocator.reserve(for: attachment, in: namespacePath, use: use)
            .reservations.map(\.address)
    }
}
