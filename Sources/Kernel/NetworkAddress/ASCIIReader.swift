/// A cursor over text. Every parser of this room reads as far as its own form goes and leaves the
/// rest, so that `10.0.0.1`, `10.0.0.1/8` and `10.0.0.1:80` share one parser of addresses.
struct ASCIIReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == byte.value else { return false }
        position += 1
        return true
    }

    /// Skips `::`, and nothing when only one colon stands there.
    mutating func skipGap() -> Bool {
        guard position + 1 < bytes.count, bytes[position] == 0x3A, bytes[position + 1] == 0x3A
        else { return false }
        position += 2
        return true
    }

    /// A decimal number without sign and without leading zeros, at most `limit`.
    mutating func decimal(upTo limit: UInt32) -> UInt32? {
        let start = position
        var value: UInt32 = 0
        while let next, next >= 0x30, next <= 0x39 {
            if position > start, value == 0 { return nil }
            value = value * 10 + UInt32(next - 0x30)
            if value > limit { return nil }
            position += 1
        }
        return position > start ? value : nil
    }

    /// From one to `most` hexadecimal digits of either case.
    mutating func hexadecimal(most: Int) -> UInt16? {
        let start = position
        var value: UInt16 = 0
        while position - start < most, let next, let digit = Self.digit(next) {
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return position > start ? value : nil
    }

    var isAtHexadecimalDigit: Bool { next.flatMap(Self.digit) != nil }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x57
        case 0x41...0x46: byte - 0x37
        default: nil
        }
    }
}

/// A value with a text form that a cursor reads and a buffer takes.
protocol ASCIIText: LosslessStringConvertible {
    /// Reads one value and leaves what follows; nil when the text isn't one.
    static func read(_ reader: inout ASCIIReader) -> Self?
    /// Writes the canonical text.
    func write(_ writer: inout ASCIIWriter)
    /// No text of this type is longer.
    static var longestText: Int { get }
}

extension ASCIIText {
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Self? {
        var reader = ASCIIReader(bytes)
        guard let value = read(&reader), reader.isAtEnd else { return nil }
        return value
    }

    static func parse(_ text: String) -> Self? {
        var text = text
        return text.withUTF8(parse)
    }

    var text: String {
        String(unsafeUninitializedCapacity: Self.longestText) { buffer in
            var writer = ASCIIWriter(buffer)
            write(&writer)
            return writer.count
        }
    }
}
