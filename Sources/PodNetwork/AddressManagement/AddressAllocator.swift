import CNIProtocol
import LinuxSystem
import NetworkAddress

/// Gives out a network's addresses, and takes them back.
public struct AddressAllocator: Sendable {
    /// What may be given out.
    public let configuration: HostLocalConfiguration
    let folder: ReservationFolder

    /// How many addresses are tried one by one before the folder is listed.
    ///
    /// Going round, the first try nearly always succeeds; a listing costs as much as the folder is
    /// long.
    private static let probeLimit = 32

    /// An allocator for a configuration.
    public init(_ configuration: HostLocalConfiguration) {
        self.configuration = configuration
        folder = ReservationFolder(
            dataDirectory: configuration.dataDirectory, network: configuration.network)
    }

    /// Holds one address of each range set for an attachment.
    /// - Throws: code 102 when a set has none left; 103 when what is asked for is held, or the
    ///   attachment holds an address and `existing` refuses; 7 for a request no set can meet.
    public func reserve(
        for attachment: Attachment, existing: ExistingReservation
    ) throws(CNIError) -> [Reservation] {
        try CNIError.wrapping("reserve an address in \(folder.path)") {
            try folder.create()
            return try folder.locked {
                let choices = try choose(for: attachment, existing: existing)
                return try hold(choices, for: attachment)
            }
        }
    }

    /// Decides on an address for every set; changes nothing.
    private func choose(
        for attachment: Attachment, existing: ExistingReservation
    ) throws -> [Reservation] {
        let held = try folder.addresses(of: attachment, searchingAll: false)
        // What an ADD that was killed had chosen and not yet written.
        let claimed = try folder.index.addresses(of: attachment).filter {
            try folder.owner(of: $0) == nil
        }
        let requests = try requestsBySet()
        var choices: [Reservation] = []
        for (number, set) in configuration.rangeSets.enumerated() {
            let own = held.first { set.pool(of: $0) != nil }
            if let own, existing == .refuse {
                throw CNIError(
                    .alreadyExists, "\(attachment) holds \(own) in network \(configuration.network)"
                )
            }
            let address: IPAddress
            if let request = requests[number], request != own {
                address = try grant(request, in: set)
            } else {
                let claim = claimed.first { set.pool(of: $0) != nil && !set.isGateway($0) }
                address = try own ?? claim ?? free(in: set, number: number)
            }
            guard let pool = set.pool(of: address),
                let interface = InterfaceAddress(
                    address: address, prefixLength: pool.subnet.length)
            else { continue }
            choices.append(
                Reservation(address: interface, gateway: pool.gateway, isNew: address != own))
        }
        return choices
    }

    /// Writes the files: the index first, so that whatever follows can be found again.
    private func hold(
        _ choices: [Reservation], for attachment: Attachment
    ) throws -> [Reservation] {
        try folder.index.record(choices.map(\.address.address), for: attachment)
        var done: [IPAddress] = []
        do {
            for (number, choice) in choices.enumerated() {
                let address = choice.address.address
                if choice.isNew {
                    done.append(address)
                    try folder.hold(address, for: ReservationOwner(attachment))
                }
                try folder.setLastReserved(address, set: number)
            }
        } catch {
            for address in done { try? folder.release(address) }
            if done.count == choices.count { try? folder.index.remove(attachment) }
            throw error
        }
        return choices
    }

    /// Which requested address each set is to give; every request must find its set.
    private func requestsBySet() throws(CNIError) -> [Int: IPAddress] {
        var requests: [Int: IPAddress] = [:]
        for address in configuration.requested {
            let number = configuration.rangeSets.enumerated().first {
                requests[$0.offset] == nil && $0.element.pool(of: address) != nil
            }
            guard let number else {
                let sets = configuration.rangeSets.map(\.description).joined(separator: "; ")
                throw CNIError(
                    .invalidConfiguration,
                    "requested address \(address) is in no range set that has an address to give "
                        + "(\(sets))")
            }
            requests[number.offset] = address
        }
        return requests
    }

    private func grant(_ request: IPAddress, in set: RangeSet) throws -> IPAddress {
        guard !set.isGateway(request) else {
            throw CNIError(
                .invalidConfiguration, "requested address \(request) is its subnet's gateway")
        }
        if let owner = try folder.owner(of: request) {
            throw CNIError(
                .alreadyExists,
                "requested address \(request) is held by container \(owner.containerID)")
        }
        return request
    }

    /// The first free address after the one given out last.
    private func free(in set: RangeSet, number: Int) throws -> IPAddress {
        let order = set.order(after: folder.lastReserved(set: number))
        var probes = 0
        var listed: Set<IPAddress>?
        for address in order.lazy.joined() where !set.isGateway(address) {
            if probes == Self.probeLimit, listed == nil { listed = Set(try folder.addresses()) }
            probes += 1
            let isHeld = listed?.contains(address) ?? folder.isHeld(address)
            if !isHeld { return address }
        }
        // An empty file is nobody's; looked for only now, since it means reading all.
        for address in try folder.addresses()
        where set.pool(of: address) != nil && !set.isGateway(address) {
            if try folder.owner(of: address) == nil { return address }
        }
        throw CNIError(
            .poolExhausted,
            "no address is left in \(set) of network \(configuration.network)",
            details: "held in \(folder.path)")
    }
}
