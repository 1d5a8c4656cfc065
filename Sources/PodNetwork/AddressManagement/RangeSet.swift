import CNIProtocol
import NetworkAddress

/// Pools of one family, of which a container gets one address. An element of `ranges`.
public struct RangeSet: Hashable, Sendable {
    /// The pools, in the order in which they are used up.
    public let pools: [AddressPool]

    /// The family of all pools.
    public let family: AddressFamily

    /// Decodes a set.
    /// - Throws: code 7 when it is empty, mixes families, or when two of its pools overlap.
    public init(_ field: ConfigurationField) throws(CNIError) {
        try self.init(try field.elements(), of: field)
    }

    /// A set of one pool, in the short form that has `subnet` in `ipam` itself.
    public init(single field: ConfigurationField) throws(CNIError) {
        try self.init([field], of: field)
    }

    private init(
        _ elements: [ConfigurationField], of field: ConfigurationField
    ) throws(CNIError) {
        var pools: [AddressPool] = []
        for element in elements { pools.append(try AddressPool(element)) }
        guard let first = pools.first else { throw field.invalid("at least one range") }
        family = first.subnet.family
        guard pools.allSatisfy({ $0.subnet.family == first.subnet.family }) else {
            throw field.invalid("ranges of one address family")
        }
        for (index, pool) in pools.enumerated() {
            for other in pools[..<index] where pool.range.overlaps(other.range) {
                throw CNIError(
                    .invalidConfiguration,
                    "\(field.path): \(other.range) and \(pool.range) overlap")
            }
        }
        self.pools = pools
    }

    /// The pool that an address lies in.
    public func pool(of address: IPAddress) -> AddressPool? {
        pools.first { $0.range.contains(address) }
    }

    /// Whether an address is some pool's gateway.
    public func isGateway(_ address: IPAddress) -> Bool {
        pools.contains { $0.gateway == address }
    }

    /// Every address of the set once, in pieces, beginning after the one given out last.
    ///
    /// Going round keeps an address unused for as long as possible after its release, so that
    /// nobody's stale connection reaches its next owner.
    public func order(after last: IPAddress?) -> [IPAddressRange] {
        guard let last, let index = pools.firstIndex(where: { $0.range.contains(last) }) else {
            return pools.map(\.range)
        }
        var pieces: [IPAddressRange] = []
        if let next = last.advanced(by: 1),
            let rest = IPAddressRange(first: next, last: pools[index].range.last)
        {
            pieces.append(rest)
        }
        pieces += (pools[(index + 1)...] + pools[..<index]).map(\.range)
        if let start = IPAddressRange(first: pools[index].range.first, last: last) {
            pieces.append(start)
        }
        return pieces
    }

    /// How many addresses can be given out; nil when no `Int` is so large.
    public var capacity: Int? {
        var total = 0
        for pool in pools {
            guard let count = pool.range.count.flatMap({ Int(exactly: $0) }) else { return nil }
            let sum = total.addingReportingOverflow(count)
            guard !sum.overflow else { return nil }
            total = sum.partialValue
        }
        let gateways = Set(pools.map(\.gateway)).filter { pool(of: $0) != nil }
        return total - gateways.count
    }
}

extension RangeSet: CustomStringConvertible {
    /// `10.244.1.1-10.244.1.254`, several separated by commas.
    public var description: String { pools.map(\.range.description).joined(separator: ", ") }
}
