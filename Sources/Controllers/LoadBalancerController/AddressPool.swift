import NetworkAddress

/// Addresses that Services of type LoadBalancer get, as an administrator writes them.
public struct AddressPool: Sendable, Hashable, CustomStringConvertible {
    /// What may be given, in order.
    public let ranges: [IPAddressRange]
    /// As it was written.
    public let description: String

    /// Why a text is no pool.
    public struct Fault: Error, Hashable, CustomStringConvertible {
        /// The sentence.
        public let description: String
    }

    /// Parses ranges with commas between them: `192.0.2.0/24,2001:db8::/120`, or
    /// `192.0.2.10-192.0.2.20`.
    ///
    /// Of an IPv4 prefix the first and last addresses are left out, of an IPv6 prefix the first:
    /// they mean the network, all of it, and its routers.
    public init(_ text: String) throws(Fault) {
        var ranges: [IPAddressRange] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = Self.range(String(part)) else {
                throw Fault(
                    description: """
                        "\(part)" is no range of addresses: expected a prefix (192.0.2.0/24) or \
                        two addresses (192.0.2.10-192.0.2.20)
                        """)
            }
            if let other = ranges.first(where: range.overlaps) {
                throw Fault(description: "the ranges \(other) and \(range) overlap")
            }
            ranges.append(range)
        }
        self.ranges = ranges
        description = text
    }

    private static func range(_ text: String) -> IPAddressRange? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        if ends.count == 2, let first = IPAddress(ends[0]), let last = IPAddress(ends[1]) {
            return IPAddressRange(first: first, last: last)
        }
        if let address = IPAddress(text) { return IPPrefix(address).addresses }
        guard let prefix = IPPrefix(text) else { return nil }
        let hostBits = prefix.family.bitWidth - prefix.length
        guard hostBits >= 2, let first = prefix.first.advanced(by: 1) else {
            return prefix.addresses
        }
        let last = prefix.family == .ipv4 ? prefix.last.advanced(by: -1) : prefix.last
        return last.flatMap { IPAddressRange(first: first, last: $0) }
    }

    /// Whether it holds an address.
    public func contains(_ address: IPAddress) -> Bool {
        ranges.contains { $0.first.family == address.family && $0.contains(address) }
    }
}
