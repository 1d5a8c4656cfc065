extension IPAddress {
    /// The address `distance` further on, nil beyond either end of the family.
    public func advanced(by distance: Int) -> IPAddress? {
        let magnitude = UInt128(distance.magnitude)
        let (number, hasOverflow) =
            distance < 0
            ? rawValue.subtractingReportingOverflow(magnitude)
            : rawValue.addingReportingOverflow(magnitude)
        return hasOverflow ? nil : IPAddress(family: family, rawValue: number)
    }

    /// How far it is to another address; nil for the other family, and where no `Int` is so large.
    public func distance(to other: IPAddress) -> Int? {
        guard family == other.family else { return nil }
        if other.rawValue >= rawValue { return Int(exactly: other.rawValue - rawValue) }
        let back = rawValue - other.rawValue
        return back == UInt128(Int.min.magnitude) ? Int.min : Int(exactly: back).map { -$0 }
    }

    /// The address with all but the first `length` bits zero.
    public func masked(to length: Int) -> IPAddress {
        switch self {
        case .v4(let address):
            let mask = IPv4Address.mask(length: length)
            return .v4(IPv4Address(rawValue: address.rawValue & mask.rawValue))
        case .v6(let address):
            let mask = IPv6Address.mask(length: length)
            return .v6(IPv6Address(high: address.high & mask.high, low: address.low & mask.low))
        }
    }

    /// The mask of a family with `length` leading ones.
    public static func mask(_ family: AddressFamily, length: Int) -> IPAddress {
        family == .ipv4 ? .v4(.mask(length: length)) : .v6(.mask(length: length))
    }
}
