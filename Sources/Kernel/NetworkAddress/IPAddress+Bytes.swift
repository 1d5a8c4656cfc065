extension IPAddress {
    /// The address of 4 or 16 bytes in network order; nil for another count.
    @inlinable public init?(bytes: some Collection<UInt8>) {
        var number: UInt128 = 0
        switch bytes.count {
        case 4, 16:
            for byte in bytes { number = number << 8 | UInt128(byte) }
            self.init(family: bytes.count == 4 ? .ipv4 : .ipv6, rawValue: number)
        default:
            return nil
        }
    }

    /// The 4 or 16 bytes in network order.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(family.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Appends the 4 or 16 bytes in network order.
    public func append(to bytes: inout [UInt8]) {
        switch self {
        case .v4(let address): for index in 0..<4 { bytes.append(address.octet(index)) }
        case .v6(let address): for index in 0..<16 { bytes.append(address.octet(index)) }
        }
    }
}
