import APIMachinery
import JSON
import NetworkAddress

/// Which addresses and node ports Services have, and the choice of new ones: a plain value that the
/// API server keeps behind a lock.
///
/// A write asks for what it needs with `allocate`, which takes it at once, so that no other write
/// gets it. When the store has taken the write, `commit` frees what the Service no longer needs;
/// when it has not, `revert` frees what was taken for it.
public struct ServiceAllocation: Sendable {
    /// What a write takes and what it will give back.
    public struct Changes: Sendable, Hashable {
        /// Addresses that were taken: each needs an IPAddress object, written in the same commit.
        public internal(set) var taken: [IPAddress] = []
        /// Addresses that are given back: their IPAddress objects go in the same commit.
        public internal(set) var released: [IPAddress] = []
        /// Node ports that were taken.
        public internal(set) var takenPorts: [Int] = []
        /// Node ports that are given back.
        public internal(set) var releasedPorts: [Int] = []

        /// Nothing.
        public init() {}
    }

    var addresses: [AddressPool]
    var ports: NumberPool
    let portRange: ClosedRange<Int>
    var random: SplitMix

    /// Everything free.
    /// - Parameters:
    ///   - ranges: one range a family, the default one first.
    ///   - ports: the node ports.
    ///   - seed: makes choices repeatable in tests.
    public init(
        ranges: [IPPrefix], ports portRange: ClosedRange<Int> = 30000...32767,
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        addresses = ranges.map(AddressPool.init)
        self.portRange = portRange
        let reserve = NumberPool.reserve(of: portRange.count, step: 32, from: 16, to: 128)
        ports = NumberPool(count: portRange.count, reserved: reserve)
        random = SplitMix(seed: seed)
    }

    /// The families of Services, the default one first: `IPv4`, `IPv6`.
    public var families: [String] { addresses.map(\.range.family.description) }

    /// The first address of the first range: the Service `kubernetes` has it.
    public var firstAddress: IPAddress? { addresses.first?.firstAddress }

    /// Gives a new or changed Service its families, addresses and ports.
    /// - Parameters:
    ///   - service: the Service after its defaults and preparation; filled in.
    ///   - old: the stored Service; nil for a new one.
    ///   - isDryRun: takes nothing.
    public mutating func allocate(
        _ service: inout APIObject, old: APIObject?, isDryRun: Bool = false
    ) throws(APIStatus) -> Changes {
        var changes = Changes()
        var spec = ServiceFields(service)
        let name = service.name
        let oldSpec = old.map(ServiceFields.init)
        do throws(APIStatus) {
            try chooseFamilies(&spec, old: oldSpec, name: name)
            try chooseAddresses(&spec, old: oldSpec, name, isDryRun, &changes)
            try choosePorts(&spec, old: oldSpec, name, &changes)
            try chooseHealthCheckPort(&spec, old: oldSpec, name, &changes)
        } catch {
            revert(changes)
            throw error
        }
        service.spec = spec.json
        if !isDryRun { return changes }
        revert(changes)
        return Changes()
    }

    /// What the deletion of a Service gives back.
    public static func changes(deleting service: APIObject) -> Changes {
        let spec = ServiceFields(service)
        var changes = Changes()
        changes.released = spec.clusterIPs.compactMap(Addresses.address)
        changes.releasedPorts = spec.nodePorts
        if spec.healthCheckPort != 0 { changes.releasedPorts.append(spec.healthCheckPort) }
        return changes
    }

    /// The write is stored: what it gives back is free.
    public mutating func commit(_ changes: Changes) {
        for address in changes.released { free(address) }
        for port in changes.releasedPorts { free(port) }
    }

    /// The write is not stored: what it took is free again.
    public mutating func revert(_ changes: Changes) {
        for address in changes.taken { free(address) }
        for port in changes.takenPorts { free(port) }
    }

    /// Takes what a stored Service has, at the start of the server.
    public mutating func restore(_ service: APIObject) {
        let held = ServiceAllocation.changes(deleting: service)
        for address in held.released { restore(address) }
        for port in held.releasedPorts where portRange.contains(port) {
            _ = ports.take(port - portRange.lowerBound)
        }
    }

    /// Takes an address that somebody has already: one with an IPAddress object.
    public mutating func restore(_ address: IPAddress) {
        guard let pool = addresses.firstIndex(where: { $0.contains(address) }) else { return }
        try? addresses[pool].take(address)
    }

    private mutating func free(_ address: IPAddress) {
        guard let pool = addresses.firstIndex(where: { $0.contains(address) }) else { return }
        addresses[pool].free(address)
    }

    private mutating func free(_ port: Int) {
        if portRange.contains(port) { ports.free(port - portRange.lowerBound) }
    }
}
