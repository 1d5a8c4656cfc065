/// A port of a transport protocol.
public struct Port: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    /// The number, from 0 to 65535.
    public var rawValue: UInt16

    /// The port of this number.
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The port of this number; nil out of range.
    @inlinable public init?(exactly number: some BinaryInteger) {
        guard let value = UInt16(exactly: number) else { return nil }
        rawValue = value
    }
}

extension Port: Comparable {
    /// Order of the numbers.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Port: ExpressibleByIntegerLiteral {
    /// `let port: Port = 80`.
    @inlinable public init(integerLiteral value: UInt16) { rawValue = value }
}

extension Port: ASCIIText {
    static var longestText: Int { 5 }

    /// Reads a decimal number from 0 to 65535 without leading zeros.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// `80`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> Port? {
        reader.decimal(upTo: 65_535).map { Port(rawValue: UInt16($0)) }
    }

    func write(_ writer: inout ASCIIWriter) { writer.decimal(UInt32(rawValue)) }
}
