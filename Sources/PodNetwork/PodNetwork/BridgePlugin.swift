import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress

/// The plugin `bridge`: pods on a bridge of the node.
struct BridgePlugin: CNIPlugin {
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    init(_ invocation: CNIInvocation, _ configuration: NetworkConfiguration) {
        self.invocation = invocation
        self.configuration = configuration
    }

    var attachment: Attachment { invocation.attachment }

    /// The name that the node's end of the pair is found by.
    var hostLink: HostLinkName { HostLinkName(network: configuration.name, attachment: attachment) }

    /// Whether there is an address plugin, which must be the one that is built in.
    var hasAddresses: Bool {
        get throws(CNIError) {
            let field = configuration.ipam["type"]
            guard let type = try field.string(), !type.isEmpty else { return false }
            guard type == "host-local" else {
                throw field.invalid("host-local, the one address plugin that is supported")
            }
            return true
        }
    }

    /// The allocator of the configuration's pools; nil for a network without addresses.
    func allocator() throws(CNIError) -> AddressAllocator? {
        guard try hasAddresses else { return nil }
        return AddressAllocator(
            try HostLocalConfiguration(configuration, arguments: invocation.arguments))
    }

    /// What is held on disk; nil for a network without addresses, and for one whose address plugin
    /// ADD refuses: DEL follows a failed ADD, and must not fail for its reason.
    func records() throws(CNIError) -> ReservationRecords? {
        guard (try? hasAddresses) == true else { return nil }
        return ReservationRecords(
            dataDirectory: try HostLocalConfiguration.dataDirectory(configuration),
            network: configuration.name)
    }
}
