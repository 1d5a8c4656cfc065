import ControllerRuntime
import NetworkAddress

/// Which Service has which addresses of a pool: what Services say, and what was decided and is not
/// said yet.
struct AddressPlan {
    /// Why a Service gets no addresses.
    enum Refusal: Error, Hashable, CustomStringConvertible {
        case notAnAddress(String)
        case notInPool(IPAddress)
        case taken(IPAddress, by: ObjectName)
        case familyNotWanted(IPAddress)
        case exhausted(AddressFamily)
        case noPool([AddressFamily])

        var description: String {
            switch self {
            case .notAnAddress(let text): "\"\(text)\" is no address"
            case .notInPool(let address): "the address \(address) is not in the pool"
            case .taken(let address, let owner):
                "the address \(address) is taken by the service \(owner)"
            case .familyNotWanted(let address):
                "the address \(address) is of a family the service lacks, or has twice"
            case .exhausted(let family): "no \(family) address is left in the pool"
            case .noPool(let families):
                "the pool has no address of "
                    + families.map(\.description).joined(separator: " or ")
            }
        }
    }

    private let pool: AddressPool
    private var owners: [IPAddress: ObjectName] = [:]
    private var addresses: [ObjectName: [IPAddress]] = [:]

    /// Nobody has anything.
    init(_ pool: AddressPool) { self.pool = pool }

    /// Notes the addresses that a Service says it has; those that others have are theirs.
    mutating func observe(_ service: ObjectName, has observed: [IPAddress]) {
        guard !observed.isEmpty, addresses[service] != observed else { return }
        release(service)
        take(observed.filter { pool.contains($0) && owners[$0] == nil }, service)
    }

    /// Takes all that a Service has back.
    /// - Returns: whether it had any.
    @discardableResult
    mutating func release(_ service: ObjectName) -> Bool {
        let had = addresses.removeValue(forKey: service) ?? []
        for address in had { owners[address] = nil }
        return !had.isEmpty
    }

    /// The addresses of a Service, one of each of its families that the pool has, in their order.
    /// What it has it keeps, unless it asks for others.
    mutating func addresses(
        for name: ObjectName, _ service: BalancedService
    ) throws(Refusal) -> [IPAddress] {
        let wanted = try check(service, name)
        let had = addresses[name] ?? []
        var found: [IPAddress] = []
        for family in service.families {
            if let asked = wanted.first(where: { $0.family == family }) {
                found.append(asked)
            } else if let kept = had.first(where: { $0.family == family }) {
                found.append(kept)
            } else if pool.ranges.contains(where: { $0.first.family == family }) {
                guard let free = free(family) else { throw .exhausted(family) }
                found.append(free)
            }
        }
        guard !found.isEmpty else { throw .noPool(service.families) }
        release(name)
        take(found, name)
        return found
    }

    private func check(
        _ service: BalancedService, _ name: ObjectName
    ) throws(Refusal) -> [IPAddress] {
        var wanted: [IPAddress] = []
        for text in service.wanted {
            guard let address = IPAddress(text) else { throw .notAnAddress(text) }
            guard service.families.contains(address.family),
                !wanted.contains(where: { $0.family == address.family })
            else { throw .familyNotWanted(address) }
            guard pool.contains(address) else { throw .notInPool(address) }
            if let owner = owners[address], owner != name { throw .taken(address, by: owner) }
            wanted.append(address)
        }
        return wanted
    }

    private func free(_ family: AddressFamily) -> IPAddress? {
        for range in pool.ranges where range.first.family == family {
            for address in range where owners[address] == nil { return address }
        }
        return nil
    }

    private mutating func take(_ taken: [IPAddress], _ service: ObjectName) {
        guard !taken.isEmpty else { return }
        addresses[service] = taken
        for address in taken { owners[address] = service }
    }
}
