/// An address of the Internet protocol, version 4.
public struct IPv4Address: Hashable, Sendable, BitwiseCopyable {
    /// The address as a number: `10.0.0.1` is 0x0A00_0001.
    public var rawValue: UInt32

    /// The address that is this number.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The address of four octets, as they are written.
    @inlinable public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        rawValue = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }

    /// `0.0.0.0`. C: INADDR_ANY.
    public static let any = IPv4Address(rawValue: 0)
    /// `127.0.0.1`. C: INADDR_LOOPBACK.
    public static let loopback = IPv4Address(127, 0, 0, 1)
    /// `255.255.255.255`. C: INADDR_BROADCAST.
    public static let broadcast = IPv4Address(rawValue: .max)

    /// The octet at an index from 0 to 3, the first as it is written.
    @inlinable public func octet(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: rawValue >> UInt32((3 - index) * 8))
    }

    /// The mask with as many leading ones as `length` says, from 0 to 32.
    @inlinable public static func mask(length: Int) -> IPv4Address {
        IPv4Address(rawValue: ~(UInt32.max >> UInt32(clamping: length)))
    }

    /// As the address `::ffff:a.b.c.d` of version 6 (RFC 4291 §2.5.5.2).
    @inlinable public var mapped: IPv6Address {
        IPv6Address(high: 0, low: 0xFFFF_0000_0000 | UInt64(rawValue))
    }
}

extension IPv4Address: Comparable {
    /// Order of the numbers.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension IPv4Address: ASCIIText {
    static var longestText: Int { 15 }

    /// Reads four octets in decimal; a leading zero is refused, since some read it as octal.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// `10.0.0.1`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> IPv4Address? {
        var value: UInt32 = 0
        for index in 0..<4 {
            if index > 0, !reader.skip(".") { return nil }
            guard let octet = reader.decimal(upTo: 255) else { return nil }
            value = value << 8 | octet
        }
        return IPv4Address(rawValue: value)
    }

    func write(_ writer: inout ASCIIWriter) {
        for index in 0..<4 {
            if index > 0 { writer.mark(".") }
            writer.decimal(UInt32(octet(index)))
        }
    }
}
