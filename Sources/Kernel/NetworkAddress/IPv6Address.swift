/// An address of the Internet protocol, version 6. It carries no zone.
public struct IPv6Address: Hashable, Sendable, BitwiseCopyable {
    /// The first 64 bits.
    public var high: UInt64
    /// The last 64 bits.
    public var low: UInt64

    /// The address of two halves.
    @inlinable public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The address that is this number.
    @inlinable public init(rawValue: UInt128) {
        high = UInt64(truncatingIfNeeded: rawValue >> 64)
        low = UInt64(truncatingIfNeeded: rawValue)
    }

    /// The address as a number.
    @inlinable public var rawValue: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// `::`. C: in6addr_any.
    public static let any = IPv6Address(high: 0, low: 0)
    /// `::1`. C: in6addr_loopback.
    public static let loopback = IPv6Address(high: 0, low: 1)

    /// The octet at an index from 0 to 15, the first as it is written.
    @inlinable public func octet(_ index: Int) -> UInt8 {
        let half = index < 8 ? high : low
        return UInt8(truncatingIfNeeded: half >> UInt64((7 - index & 7) * 8))
    }

    /// The 16-bit group at an index from 0 to 7.
    @inlinable public func group(_ index: Int) -> UInt16 {
        let half = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: half >> UInt64((3 - index & 3) * 16))
    }

    /// The mask with as many leading ones as `length` says, from 0 to 128.
    @inlinable public static func mask(length: Int) -> IPv6Address {
        IPv6Address(
            high: ~(UInt64.max >> UInt64(clamping: length)),
            low: ~(UInt64.max >> UInt64(clamping: length - 64)))
    }

    /// The address within `::ffff:0:0/96`, nil elsewhere (RFC 4291 §2.5.5.2).
    @inlinable public var unmapped: IPv4Address? {
        guard high == 0, low >> 32 == 0xFFFF else { return nil }
        return IPv4Address(rawValue: UInt32(truncatingIfNeeded: low))
    }
}

extension IPv6Address: Comparable {
    /// Order of the numbers.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
