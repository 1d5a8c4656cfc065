import CNIProtocol
import NetworkAddress

/// Decides on an address for every range set; the lock is held.
struct AddressChoice {
    let configuration: HostLocalConfiguration
    let folder: ReservationFolder
    let healing: NamespaceHealing
    /// Whose addresses were given back on the way.
    private(set) var healed: [Attachment] = []

    /// How many addresses are tried one by one before the folder is listed.
    ///
    /// A look at one takes a microsecond; a listing as many as the folder has files.
    private static let probeLimit = 4096

    init(
        _ configuration: HostLocalConfiguration, _ folder: ReservationFolder,
        healing: NamespaceHealing
    ) {
        self.configuration = configuration
        self.folder = folder
        self.healing = healing
    }

    /// One address of each set; of what the attachment holds or had chosen, as much as there is.
    mutating func choose(
        for attachment: Attachment, held: [IPAddress], existing: ExistingReservation
    ) throws -> [Reservation] {
        // What an ADD that was killed had chosen and not yet written.
        let claimed = (folder.index.entry(attachment)?.addresses ?? []).filter {
            folder.content(of: $0).isFree
        }
        let requests = try requestsBySet()
        var choices: [Reservation] = []
        for (number, set) in configuration.rangeSets.enumerated() {
            let own = held.first { set.pool(of: $0) != nil }
            if let own, existing == .refuse {
                throw CNIError(
                    .alreadyExists,
                    "\(attachment) holds \(own) in network \(configuration.network)")
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

    private mutating func grant(_ request: IPAddress, in set: RangeSet) throws -> IPAddress {
        guard !set.isGateway(request) else {
            throw CNIError(
                .invalidConfiguration, "requested address \(request) is its subnet's gateway")
        }
        healed += healing.heal([request])
        switch folder.content(of: request) {
        case .absent, .nobody: return request
        case .held(let owner):
            throw CNIError(
                .alreadyExists,
                "requested address \(request) is held by container \(owner.containerID)")
        case .foreign(let error), .unreadable(let error):
            throw CNIError(
                .inputOutput, "requested address \(request): no reservation can be read: \(error)")
        }
    }

    /// The first free address after the one given out last.
    private mutating func free(in set: RangeSet, number: Int) throws -> IPAddress {
        let order = set.order(after: folder.lastReserved(set: number))
        var probes = 0
        var listed: Set<IPAddress>?
        for address in order.lazy.joined() where !set.isGateway(address) {
            if probes == Self.probeLimit, listed == nil { listed = Set(try folder.addresses()) }
            probes += 1
            let isHeld = listed?.contains(address) ?? folder.isHeld(address)
            if !isHeld { return address }
        }
        return try reclaim(in: set)
    }

    /// Every address has a file: now it is worth reading them all.
    private mutating func reclaim(in set: RangeSet) throws -> IPAddress {
        let all = try folder.addresses().filter { set.pool(of: $0) != nil && !set.isGateway($0) }
        healed += healing.heal(all)
        // An empty file is nobody's.
        if let free = all.first(where: { folder.content(of: $0).isFree }) { return free }
        throw CNIError(
            .poolExhausted,
            "no address is left in \(set) of network \(configuration.network)",
            details: "held in \(folder.path)")
    }

    /// Looks at those that will be given out next.
    func healAhead(of chosen: [Reservation]) -> [Attachment] {
        var healed: [Attachment] = []
        for (set, choice) in zip(configuration.rangeSets, chosen) where choice.isNew {
            let next = set.order(after: choice.address.address).lazy.joined()
                .prefix(NamespaceHealing.lookAhead)
            healed += healing.heal(next)
        }
        return healed
    }
}
