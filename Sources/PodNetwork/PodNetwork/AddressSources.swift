import AddressManagement
import CNIProtocol

/// Chooses the address plugin that a configuration names.
enum AddressSources {
    /// The source; nil for a network without addresses.
    /// - Throws: code 7 when `ipam.type` names no plugin.
    static func source(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration, for use: AddressUse
    ) throws(CNIError) -> (any AddressSource)? {
        let field = configuration.ipam["type"]
        guard let type = try field.string(), !type.isEmpty else { return nil }
        if let plugin = AddressPlugin(rawValue: type) {
            return plugin.source(invocation, configuration, for: use)
        }
        guard !type.contains("/"), type != ".", type != ".." else {
            throw field.invalid("an address plugin's name")
        }
        return DelegatedSource(type: type, invocation, configuration)
    }
}
