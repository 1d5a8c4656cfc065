import CNIProtocol

/// The addresses of `host-local`, in this process.
struct HostLocalSource: AddressSource {
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration
    let use: AddressUse

    /// The source of a configuration's `ipam` object.
    init(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration, for use: AddressUse
    ) {
        self.invocation = invocation
        self.configuration = configuration
        self.use = use
    }

    private func allocator() throws(CNIError) -> AddressAllocator {
        AddressAllocator(
            try HostLocalConfiguration(configuration, arguments: invocation.arguments))
    }

    private func records() throws(CNIError) -> ReservationRecords {
        try ReservationRecords(configuration)
    }

    func reserve() throws(CNIError) -> AddressGrant {
        let allocator = try allocator()
        let outcome = try allocator.reserve(
            for: invocation.attachment, in: invocation.namespacePath, use: use)
        do throws(CNIError) {
            var grant = AddressGrant(
                result: try allocator.result(of: outcome.reservations),
                otherGateways: allocator.gateways, reservations: outcome.reservations)
            grant.healed = outcome.healed
            return grant
        } catch {
            try? allocator.undo(outcome.reservations, of: invocation.attachment)
            throw error
        }
    }

    func undo(_ grant: AddressGrant) {
        try? allocator().undo(grant.reservations, of: invocation.attachment)
    }

    func release() throws(CNIError) { try records().release(invocation.attachment) }

    func check(_ addresses: [ResultAddress]) throws(CNIError) {
        let records = try records()
        for address in addresses.map(\.address.address) {
            guard try !records.isHeld(address, by: invocation.attachment) else { continue }
            throw CNIError(
                .checkFailed, "\(address) is not held for \(invocation.attachment)")
        }
    }

    func collect(keeping valid: Set<Attachment>) -> [String] {
        do throws(CNIError) {
            return try records().collect(keeping: valid)
        } catch {
            return ["\(error)"]
        }
    }

    func requireReadiness() throws(CNIError) { try allocator().requireRoom(for: use) }
}
