/// A link's hardware address of 48 bits.
public struct MACAddress: Hashable, Sendable, BitwiseCopyable {
    /// The address as a number of 48 bits.
    public let rawValue: UInt64

    /// The address of the lowest 48 bits of a number.
    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue & 0xFFFF_FFFF_FFFF }

    /// The address of six bytes; nil for another count.
    @inlinable public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 6 else { return nil }
        var number: UInt64 = 0
        for byte in bytes { number = number << 8 | UInt64(byte) }
        rawValue = number
    }

    /// The six bytes in the order they are sent.
    public var bytes: [UInt8] { (0..<6).map(octet) }

    /// The octet at an index from 0 to 5.
    @inlinable public func octet(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: rawValue >> UInt64((5 - index) * 8))
    }

    /// `00:00:00:00:00:00`.
    public static let zero = MACAddress(rawValue: 0)
    /// `ff:ff:ff:ff:ff:ff`.
    public static let broadcast = MACAddress(rawValue: .max)

    /// Whether it names a group of links.
    public var isMulticast: Bool { octet(0) & 1 != 0 }

    /// Whether it was given by software, not by a maker.
    public var isLocallyAdministered: Bool { octet(0) & 2 != 0 }

    /// A locally administered address of one link, from the lowest 46 bits of a number.
    public static func locallyAdministered(_ seed: UInt64) -> MACAddress {
        MACAddress(rawValue: seed & 0xFCFF_FFFF_FFFF | 0x0200_0000_0000)
    }

    /// A random, locally administered address of one link.
    public static func random() -> MACAddress {
        locallyAdministered(UInt64.random(in: .min ... .max))
    }
}

extension MACAddress: Comparable {
    /// Order of the numbers.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension MACAddress: ASCIIText {
    static var longestText: Int { 17 }

    /// Reads `02:42:0a:00:00:01`, digits of either case, separated by colons or by dashes.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// `02:42:0a:00:00:01`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> MACAddress? {
        var value: UInt64 = 0
        var separator: Unicode.Scalar = ":"
        for index in 0..<6 {
            if index == 1, reader.next == 0x2D { separator = "-" }
            if index > 0, !reader.skip(separator) { return nil }
            let start = reader.position
            guard let octet = reader.hexadecimal(most: 2), reader.position - start == 2 else {
                return nil
            }
            value = value << 8 | UInt64(octet)
        }
        return MACAddress(rawValue: value)
    }

    func write(_ writer: inout ASCIIWriter) {
        for index in 0..<6 {
            if index > 0 { writer.mark(":") }
            writer.hexadecimal(UInt16(octet(index)), least: 2)
        }
    }
}
