import CNIProtocol
import NetworkAddress
import PodRules

/// A plugin that comes after others in a list and makes nothing but rules for what they made.
protocol RulesPlugin: CNIPlugin {
    /// The type in a configuration, which its rules are kept under.
    static var name: String { get }

    /// The rules for a pod that others have made.
    func rules(for result: CNIResult) throws(CNIError) -> AttachmentRules
    /// What comes after the rules, on the node.
    func finish(_ rules: AttachmentRules) throws(CNIError)
    /// Reads the options alone, for STATUS.
    func validate() throws(CNIError)
}

extension RulesPlugin {
    /// Whose the rules are.
    var owner: RuleOwner {
        RuleOwner(network: configuration.name, attachment: attachment, plugin: Self.name)
    }

    func add() throws(CNIError) -> CNIResult {
        let result = try configuration.requirePreviousResult()
        var rules = try rules(for: result)
        guard !rules.isEmpty else { return result }
        rules.namespacePath = invocation.namespacePath
        let table = try PodRuleTable()
        try table.install(rules)
        do throws(CNIError) {
            try finish(rules)
        } catch {
            _ = try? table.remove(owner)
            throw error
        }
        return result
    }

    func delete() throws(CNIError) { try PodRuleTable().remove(owner) }

    func check() throws(CNIError) {
        let rules = try rules(for: configuration.requirePreviousResult())
        try CNIError.requireNone(try PodRuleTable().discrepancies(of: rules))
    }

    func collect(keeping valid: Set<Attachment>) throws(CNIError) {
        try CNIError.throwing(
            PodRuleTable().collect(
                network: configuration.name, plugin: Self.name, keeping: valid))
    }

    func requireReadiness() throws(CNIError) {
        try validate()
        try PodRuleTable().probe()
    }

    func finish(_ rules: AttachmentRules) throws(CNIError) {}
}

extension CNIResult {
    /// The first address of each family that a pod's interface has; an address that names no
    /// interface is the pod's.
    func podAddresses(_ interfaceName: String) -> [InterfaceAddress] {
        let own = addresses.filter { address in
            guard let index = address.interface, interfaces.indices.contains(index) else {
                return true
            }
            return interfaces[index].name == interfaceName && interfaces[index].sandbox != nil
        }.map(\.address)
        return [AddressFamily.ipv4, .ipv6].compactMap { family in
            own.first { $0.family == family }
        }
    }
}
