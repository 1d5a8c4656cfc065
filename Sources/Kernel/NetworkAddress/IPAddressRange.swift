/// Consecutive addresses of one family, both ends included.
public struct IPAddressRange: Hashable, Sendable, BitwiseCopyable {
    /// The lowest address.
    public let first: IPAddress
    /// The highest address.
    public let last: IPAddress

    /// From one address to another; nil when the families differ or the ends are swapped.
    public init?(first: IPAddress, last: IPAddress) {
        guard first.family == last.family, first <= last else { return nil }
        self.first = first
        self.last = last
    }

    /// Whether the address lies within.
    public func contains(_ address: IPAddress) -> Bool { first <= address && address <= last }

    /// Whether some address lies in both.
    public func overlaps(_ other: IPAddressRange) -> Bool {
        first <= other.last && other.first <= last
    }

    /// How many addresses there are; nil for all 2¹²⁸ of version 6.
    public var count: UInt128? {
        let (count, hasOverflow) = (last.rawValue - first.rawValue).addingReportingOverflow(1)
        return hasOverflow ? nil : count
    }
}

extension IPAddressRange: Sequence {
    /// Walks the addresses in order.
    public struct Iterator: IteratorProtocol, Sendable {
        var following: IPAddress?
        let last: IPAddress

        /// The next address, nil after the last.
        public mutating func next() -> IPAddress? {
            guard let address = following else { return nil }
            following = address == last ? nil : address.advanced(by: 1)
            return address
        }
    }

    /// Starts at the lowest address.
    public func makeIterator() -> Iterator { Iterator(following: first, last: last) }

    /// The whole count does not always fit, so no storage is reserved from it.
    public var underestimatedCount: Int { 0 }
}

extension IPAddressRange: CustomStringConvertible {
    /// `10.0.0.1-10.0.0.9`.
    public var description: String { "\(first)-\(last)" }
}
