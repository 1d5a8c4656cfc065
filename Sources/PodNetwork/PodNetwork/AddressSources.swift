import AddressManagement
import CNIProtocol

/// Chooses the address plugin that a configuration names.
enum AddressSources {
    /// The source; `NoAddresses` for a network that has none.
    /// - Throws: code 7 when `ipam.type` names no plugin.
    static func source(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration, for use: AddressUse
    ) throws(CNIError) -> any AddressSource {
        let field = configuration.ipam["type"]
        guard let type = try type(field, for: invocation.command), !type.isEmpty else {
            return NoAddresses()
        }
        if let plugin = AddressPlugin(rawValue: type) {
            return plugin.source(invocation, configuration, for: use)
        }
        guard !type.contains("/"), type != ".", type != ".." else {
            throw field.invalid("an address plugin's name")
        }
        return DelegatedSource(type: type, invocation, configuration)
    }

    /// What is no name keeps nothing that was given before from being given back: what
    /// `host-local` holds is found by the container alone.
    private static func type(
        _ field: ConfigurationField, for command: CNICommand
    ) throws(CNIError) -> String? {
        do {
            return try field.string()
        } catch {
            guard command == .delete || command == .garbageCollect else { throw error }
            return AddressPlugin.hostLocal.rawValue
        }
    }
}
