import CNIProtocol

/// The address plugins that are built in, by the name that `ipam.type` has for them.
public enum AddressPlugin: String, CaseIterable, Sendable {
    /// Pools, and files that say who has which address.
    case hostLocal = "host-local"
    /// Addresses as the configuration names them.
    case fixed = "static"

    /// The source of an attachment's addresses.
    public func source(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration,
        for use: AddressUse = AddressUse()
    ) -> any AddressSource {
        switch self {
        case .hostLocal: HostLocalSource(invocation, configuration, for: use)
        case .fixed: StaticSource(invocation, configuration)
        }
    }

    /// Runs a command as a plugin of its own, for other network plugins than ours.
    /// - Returns: the result of ADD; nil for commands that print nothing.
    public func run(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration
    ) throws(CNIError) -> CNIResult? {
        // A configuration that ADD refuses is nothing that DEL could clean up after.
        guard configuration.ipam.isPresent || invocation.command == .delete else {
            throw configuration.ipam.invalid("an object with the type \(rawValue)")
        }
        let source = source(invocation, configuration)
        switch invocation.command {
        case .add: return try source.reserve().result
        case .delete: try source.release()
        case .check: try check(invocation, configuration, source)
        case .garbageCollect:
            try CNIError.throwing(source.collect(keeping: try configuration.attachmentsToKeep()))
        case .status: try source.requireReadiness()
        case .version: break
        }
        return nil
    }

    /// A chain may have addresses of other sources, so of host-local's own any will do.
    private func check(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration,
        _ source: any AddressSource
    ) throws(CNIError) {
        switch self {
        case .hostLocal:
            let records = try ReservationRecords(configuration)
            guard try records.addresses(of: invocation.attachment).isEmpty else { return }
            throw CNIError(
                .checkFailed,
                "\(invocation.attachment) holds no address in network \(configuration.name)")
        case .fixed:
            try source.check(try configuration.requireResultOfADD().addresses)
        }
    }
}
