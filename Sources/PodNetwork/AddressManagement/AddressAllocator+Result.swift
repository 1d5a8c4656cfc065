import CNIProtocol
import LinuxSystem
import NetworkAddress

extension AddressAllocator {
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
            try folder.locked {
                for reservation in new { try folder.release(reservation.address.address) }
                if new.count == reservations.count { try folder.index.remove(attachment) }
            }
        }
    }

    /// STATUS: whether every range set has an address left.
    /// - Throws: code 50, naming the sets that have none.
    public func requireRoom() throws(CNIError) {
        let held = try CNIError.wrapping("look into \(folder.path)") {
            folder.exists ? try folder.addresses() : []
        }
        let full = configuration.rangeSets.filter { set in
            guard let capacity = set.capacity else { return false }
            return held.count { set.pool(of: $0) != nil && !set.isGateway($0) } >= capacity
        }
        guard full.isEmpty else {
            let names = full.map(\.description).joined(separator: "; ")
            throw CNIError(
                .notAvailable, "no address is left in \(names) of network \(configuration.network)")
        }
    }
}
