/// The addresses that share their first bits: a network, a pool, a route's destination.
public struct IPPrefix: Hashable, Sendable, BitwiseCopyable {
    /// The lowest address: every bit after the prefix is zero.
    public let base: IPAddress
    /// How many bits are shared: 0 to 32, or 0 to 128.
    public let length: Int

    /// The prefix around an address, whose other bits are dropped; nil for a length out of range.
    public init?(base: IPAddress, length: Int) {
        guard 0...base.family.bitWidth ~= length else { return nil }
        self.base = base.masked(to: length)
        self.length = length
    }

    /// The prefix of one address alone: `/32` or `/128`.
    public init(_ address: IPAddress) {
        base = address
        length = address.family.bitWidth
    }

    /// Every address of a family: `0.0.0.0/0` or `::/0`.
    public static func all(_ family: AddressFamily) -> IPPrefix {
        IPPrefix(canonical: .any(family), length: 0)
    }

    init(canonical base: IPAddress, length: Int) {
        self.base = base
        self.length = length
    }

    /// The family of its addresses.
    public var family: AddressFamily { base.family }

    /// `255.255.255.0` or `ffff:ffff::`.
    public var mask: IPAddress { .mask(family, length: length) }

    /// The lowest address: the base.
    public var first: IPAddress { base }

    /// The highest address; in version 4 the one for broadcast.
    public var last: IPAddress {
        switch base {
        case .v4(let base):
            .v4(IPv4Address(rawValue: base.rawValue | ~IPv4Address.mask(length: length).rawValue))
        case .v6(let base):
            .v6(IPv6Address(rawValue: base.rawValue | ~IPv6Address.mask(length: length).rawValue))
        }
    }

    /// How many addresses it holds; nil for `::/0`, whose 2¹²⁸ no integer here can hold.
    public var count: UInt128? {
        let hostBits = family.bitWidth - length
        return hostBits == 128 ? nil : 1 << UInt128(hostBits)
    }

    /// Its addresses in order, the first and the last included.
    public var addresses: IPAddressRange { IPAddressRange(of: self) }

    /// Whether an address lies within; never one of the other family.
    public func contains(_ address: IPAddress) -> Bool {
        address.family == family && address.masked(to: length) == base
    }

    /// Whether all addresses of another prefix lie within.
    public func contains(_ other: IPPrefix) -> Bool {
        other.length >= length && contains(other.base)
    }

    /// Whether some address lies in both: of two prefixes, then, one holds the other.
    public func overlaps(_ other: IPPrefix) -> Bool { contains(other) || other.contains(self) }

    /// The `index`-th of the longer prefixes that divide this one; nil where there is none.
    public func subnet(_ index: Int, length subnetLength: Int) -> IPPrefix? {
        guard subnetLength >= length, subnetLength <= family.bitWidth, index >= 0 else {
            return nil
        }
        let bits = subnetLength - length
        guard bits >= Int.bitWidth - 1 || index < 1 << bits else { return nil }
        let offset = UInt128(index) << UInt128(family.bitWidth - subnetLength)
        return IPAddress(family: family, rawValue: base.rawValue | offset)
            .map { IPPrefix(canonical: $0, length: subnetLength) }
    }
}

extension IPAddressRange {
    init(of prefix: IPPrefix) {
        first = prefix.first
        last = prefix.last
    }
}

extension IPPrefix: Comparable {
    /// Order of the bases; of two prefixes with one base, the shorter first.
    public static func < (left: Self, right: Self) -> Bool {
        left.base == right.base ? left.length < right.length : left.base < right.base
    }
}

extension IPPrefix: ASCIIText {
    static var longestText: Int { IPAddress.longestText + 4 }

    /// Reads `10.244.0.0/16`; bits after the prefix are dropped.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// Reads a prefix from UTF-8.
    public init?(utf8: Span<UInt8>) {
        guard let value = utf8.withUnsafeBufferPointer(Self.parse) else { return nil }
        self = value
    }

    /// `10.244.0.0/16`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> IPPrefix? {
        InterfaceAddress.read(&reader)?.prefix
    }

    func write(_ writer: inout ASCIIWriter) {
        base.write(&writer)
        writer.mark("/")
        writer.decimal(UInt32(length))
    }
}
