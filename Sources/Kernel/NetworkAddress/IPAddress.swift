/// An address of either family.
public enum IPAddress: Hashable, Sendable, BitwiseCopyable {
    /// An address of version 4.
    case v4(IPv4Address)
    /// An address of version 6; a mapped one stays of version 6.
    case v6(IPv6Address)

    /// The address of a family that is this number; nil when the family has no such number.
    @inlinable public init?(family: AddressFamily, rawValue: UInt128) {
        switch family {
        case .ipv4:
            guard let number = UInt32(exactly: rawValue) else { return nil }
            self = .v4(IPv4Address(rawValue: number))
        case .ipv6:
            self = .v6(IPv6Address(rawValue: rawValue))
        }
    }

    /// The address as a number.
    @inlinable public var rawValue: UInt128 {
        switch self {
        case .v4(let address): UInt128(address.rawValue)
        case .v6(let address): address.rawValue
        }
    }

    /// The family that the address is of.
    @inlinable public var family: AddressFamily {
        switch self {
        case .v4: .ipv4
        case .v6: .ipv6
        }
    }

    /// `0.0.0.0` or `::`.
    public static func any(_ family: AddressFamily) -> IPAddress {
        family == .ipv4 ? .v4(.any) : .v6(.any)
    }

    /// `127.0.0.1` or `::1`.
    public static func loopback(_ family: AddressFamily) -> IPAddress {
        family == .ipv4 ? .v4(.loopback) : .v6(.loopback)
    }

    /// A mapped address (`::ffff:10.0.0.1`) as the address of version 4 that it stands for; others
    /// unchanged. Sockets of version 6 that also serve version 4 report such addresses.
    public var unmapped: IPAddress {
        if case .v6(let address) = self, let inner = address.unmapped { return .v4(inner) }
        return self
    }
}

extension IPAddress: Comparable {
    /// Version 4 before version 6; within a family the order of the numbers.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.v4(let left), .v4(let right)): left < right
        case (.v6(let left), .v6(let right)): left < right
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPAddress: ASCIIText {
    static var longestText: Int { IPv6Address.longestText }

    /// Reads an address of either family, strictly: no leading zeros, no zone, no port.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// Reads an address of either family from UTF-8.
    public init?(utf8: Span<UInt8>) {
        guard let value = utf8.withUnsafeBufferPointer(Self.parse) else { return nil }
        self = value
    }

    /// `10.0.0.1` or `2001:db8::1`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> IPAddress? {
        for byte in reader.bytes[reader.position...].prefix(5) {
            if byte == 0x2E { return IPv4Address.read(&reader).map(IPAddress.v4) }
            if byte == 0x3A { return IPv6Address.read(&reader).map(IPAddress.v6) }
        }
        return nil
    }

    func write(_ writer: inout ASCIIWriter) {
        switch self {
        case .v4(let address): address.write(&writer)
        case .v6(let address): address.write(&writer)
        }
    }
}
