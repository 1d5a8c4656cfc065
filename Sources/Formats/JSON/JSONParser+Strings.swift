extension JSONParser {
    /// Reads a string from its opening quote and checks every byte of it.
    mutating func parseString() throws(JSONError) {
        let opening = position
        position += 1
        var isEscaped = false
        while true {
            skipPlainText()
            guard position < bytes.count else {
                position = opening
                throw fault("string without a closing quote")
            }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                append(.string, start: opening + 1, end: position, isEscaped: isEscaped)
                position += 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                try skipEscape()
            case 0x00..<0x20:
                throw fault("\(found) in a string: control characters must be escaped")
            default:
                try skipMultibyte()
            }
        }
    }

    /// Moves over printable ASCII, eight bytes at a time while there are eight.
    private mutating func skipPlainText() {
        guard let base = bytes.baseAddress else { return }
        let raw = UnsafeRawPointer(base)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while position + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // The high bit of each byte that is below 0x20, a quote, a backslash, or not ASCII.
            let stops =
                ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes)
                | ((slashes &- ones) & ~slashes) | word
            let hits = stops & highs
            if hits != 0 {
                // A borrow can mark bytes above the first hit wrongly, never below it.
                position += UInt64(littleEndian: hits).trailingZeroBitCount / 8
                return
            }
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\")
            else { return }
            position += 1
        }
    }

    private mutating func skipEscape() throws(JSONError) {
        guard position + 1 < bytes.count else { throw fault("string without a closing quote") }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            try skipUnicodeEscape()
        default:
            position += 1
            throw fault("unknown escape: a backslash before \(found)")
        }
    }

    private mutating func skipUnicodeEscape() throws(JSONError) {
        guard let unit = JSONEscapes.codeUnit(bytes, at: position) else {
            throw fault("expected four hexadecimal digits after \\u")
        }
        switch unit {
        case 0xD800..<0xDC00:
            guard let low = JSONEscapes.codeUnit(bytes, at: position + 6),
                (0xDC00..<0xE000).contains(low)
            else { throw fault("first half of a surrogate pair without its second half") }
            position += 12
        case 0xDC00..<0xE000:
            throw fault("second half of a surrogate pair without its first half")
        default:
            position += 6
        }
    }

    /// Moves over one character of two to four bytes: the table of RFC 3629, section 4.
    private mutating func skipMultibyte() throws(JSONError) {
        let lead = bytes[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw fault("invalid UTF-8 in a string: \(found)")
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else {
            throw fault("invalid UTF-8 in a string: \(found)")
        }
        for index in 2..<max(length, 2) where bytes[position + index] & 0xC0 != 0x80 {
            throw fault("invalid UTF-8 in a string: \(found)")
        }
        position += length
    }
}
