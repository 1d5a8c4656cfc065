import CNIProtocol

/// `host-local` as a plugin of its own, for other network plugins than ours.
public enum HostLocalPlugin {
    /// Runs a command.
    /// - Returns: the result of ADD; nil for commands that print nothing.
    public static func run(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration
    ) throws(CNIError) -> CNIResult? {
        guard configuration.ipam.isPresent else {
            throw configuration.ipam.invalid("an object with the type host-local")
        }
        let records = ReservationRecords(
            dataDirectory: try HostLocalConfiguration.dataDirectory(configuration),
            network: configuration.name)
        switch invocation.command {
        case .add:
            let allocator = try allocator(invocation, configuration)
            let held = try allocator.reserve(for: invocation.attachment, existing: .refuse)
            do throws(CNIError) {
                return try allocator.result(of: held)
            } catch {
                try? allocator.undo(held, of: invocation.attachment)
                throw error
            }
        case .delete: try records.release(invocation.attachment)
        case .check: try check(invocation, configuration, records)
        case .garbageCollect:
            try CNIError.throwing(records.collect(keeping: try configuration.attachmentsToKeep()))
        case .status: try allocator(invocation, configuration).requireRoom()
        case .version: break
        }
        return nil
    }

    private static func allocator(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration
    ) throws(CNIError) -> AddressAllocator {
        AddressAllocator(
            try HostLocalConfiguration(configuration, arguments: invocation.arguments))
    }

    /// CHECK: every address of the previous result in one of the pools must be held; without a
    /// result, any address must.
    private static func check(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration,
        _ records: ReservationRecords
    ) throws(CNIError) {
        let held = try records.addresses(of: invocation.attachment)
        guard !held.isEmpty else {
            throw CNIError(
                .checkFailed,
                "\(invocation.attachment) holds no address in network \(configuration.name)")
        }
    }
}

extension CNIError {
    /// Throws what several steps that went on past errors have collected; nothing, when nothing.
    package static func throwing(_ problems: [String]) throws(CNIError) {
        guard let first = problems.first else { return }
        let rest = problems.dropFirst().joined(separator: "\n")
        throw CNIError(.inputOutput, first, details: rest.isEmpty ? nil : rest)
    }
}
