import CNIProtocol
import LinuxSystem
import NetworkAddress

extension AddressAllocator {
    /// Holds one address of each range set, for a caller of whom no more is known.
    public func reserve(
        for attachment: Attachment, existing: ExistingReservation
    ) throws(CNIError) -> [Reservation] {
        try reserve(for: attachment, use: AddressUse(existing: existing)).reservations
    }

    /// What an address plugin answers: addresses, routes and resolver settings; no interfaces.
    public func result(of reservations: [Reservation]) throws(CNIError) -> CNIResult {
        var result = CNIResult(
            addresses: reservations.map { ResultAddress($0.address, gateway: $0.gateway) },
            routes: configuration.routes)
        if let path = configuration.resolverFile {
            result.dns = try CNIError.wrapping("ipam.resolvConf") {
                ResolverFile.parse(String(decoding: try Files.read(path), as: UTF8.self))
            }
        }
        return result
    }

    /// The gateways of all pools, as the bridge has them.
    public var gateways: [InterfaceAddress] {
        configuration.rangeSets.flatMap(\.pools).compactMap {
            InterfaceAddress(address: $0.gateway, prefixLength: $0.subnet.length)
        }
    }

    /// Gives back what an unfinished ADD took.
    public func undo(_ reservations: [Reservation], of attachment: Attachment) throws(CNIError) {
        let new = reservations.filter(\.isNew)
        guard !new.isEmpty else { return }
        try CNIError.wrapping("release addresses in \(folder.path)") {
            try folder.locked { _ in
                for reservation in new { try folder.release(reservation.address.address) }
                if new.count == reservations.count { try folder.index.remove(attachment) }
            }
        }
    }

    /// STATUS: whether every range set has an address left, or one that an ADD would reclaim.
    /// - Throws: code 50, naming the sets that have none.
    public func requireRoom(for use: AddressUse = AddressUse()) throws(CNIError) {
        let healing = NamespaceHealing(folder: folder, use: use)
        let full = try CNIError.wrapping("look into \(folder.path)") {
            let files = try folder.exists ? try folder.addresses() : []
            return configuration.rangeSets.filter { set in
                guard let capacity = set.capacity else { return false }
                let own = files.filter { set.pool(of: $0) != nil && !set.isGateway($0) }
                return own.count >= capacity
                    && own.allSatisfy { !folder.content(of: $0).isFree && !healing.canFree($0) }
            }
        }
        guard full.isEmpty else {
            let names = full.map(\.description).joined(separator: "; ")
            throw CNIError(
                .notAvailable, "no address is left in \(names) of network \(configuration.network)")
        }
    }
}
