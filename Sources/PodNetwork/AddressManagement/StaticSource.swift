import CNIProtocol
import NetworkAddress

/// `static`: the addresses that the configuration or the runtime names; nothing is recorded.
struct StaticSource: AddressSource {
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    /// The source of a configuration's `ipam` object.
    init(_ invocation: CNIInvocation, _ configuration: NetworkConfiguration) {
        self.invocation = invocation
        self.configuration = configuration
    }

    func reserve() throws(CNIError) -> AddressGrant {
        try invocation.arguments.require(onlyKnown: ["IP", "GATEWAY", "MAC"])
        let settings = try StaticConfiguration(configuration, arguments: invocation.arguments)
        return AddressGrant(
            result: CNIResult(
                addresses: settings.addresses, routes: settings.routes, dns: settings.dns))
    }

    func undo(_ grant: AddressGrant) {}
    func release() throws(CNIError) {}

    /// What is configured must be there; there may be more, of another source.
    func check(_ addresses: [ResultAddress]) throws(CNIError) {
        let present = addresses.map(\.address.address)
        let settings = try StaticConfiguration(configuration, arguments: invocation.arguments)
        for wanted in settings.addresses.map(\.address.address) where !present.contains(wanted) {
            throw CNIError(
                .checkFailed,
                "prevResult lacks \(wanted), which is configured for \(invocation.attachment)")
        }
    }

    func collect(keeping valid: Set<Attachment>) -> [String] { [] }

    func requireReadiness() throws(CNIError) {
        _ = try StaticConfiguration(configuration, arguments: CNIArguments())
    }
}
