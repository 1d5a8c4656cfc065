/// Fills a buffer that is known to be long enough with digits and marks.
struct ASCIIWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    mutating func byte(_ value: UInt8) {
        buffer[count] = value
        count += 1
    }

    mutating func mark(_ scalar: Unicode.Scalar) { byte(UInt8(truncatingIfNeeded: scalar.value)) }

    /// A number below 100,000 in decimal.
    mutating func decimal(_ value: UInt32) {
        var scale: UInt32 = 10_000
        while scale > value, scale > 1 { scale /= 10 }
        while scale > 0 {
            byte(0x30 + UInt8(value / scale % 10))
            scale /= 10
        }
    }

    /// Lowercase hexadecimal digits, at least `least` of them.
    mutating func hexadecimal(_ value: UInt16, least: Int = 1) {
        var shift = 12
        while shift / 4 >= least, value >> shift == 0 { shift -= 4 }
        while shift >= 0 {
            let digit = UInt8(value >> shift & 0xF)
            byte(digit < 10 ? 0x30 + digit : 0x57 + digit)
            shift -= 4
        }
    }
}
