/// Escapes in strings, both ways.
enum JSONEscapes {
    /// The text of a string's content whose escapes the parser has checked.
    static func unescaped(_ content: UnsafeBufferPointer<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(content.count)
        var index = 0
        while index < content.count {
            guard content[index] == UInt8(ascii: "\\"), index + 1 < content.count else {
                output.append(content[index])
                index += 1
                continue
            }
            if content[index + 1] == UInt8(ascii: "u") {
                index += appendScalar(content, at: index, to: &output)
            } else {
                output.append(single(content[index + 1]))
                index += 2
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the character of a `\u` escape or pair; returns how many bytes it took.
    private static func appendScalar(
        _ content: UnsafeBufferPointer<UInt8>, at index: Int, to output: inout [UInt8]
    ) -> Int {
        let unit = codeUnit(content, at: index) ?? 0xFFFD
        var scalar = unit
        var length = 6
        if (0xD800..<0xDC00).contains(unit), let low = codeUnit(content, at: index + 6) {
            scalar = 0x10000 + (unit - 0xD800) << 10 + (low &- 0xDC00)
            length = 12
        }
        output.append(contentsOf: String(UnicodeScalar(scalar) ?? "\u{FFFD}").utf8)
        return length
    }

    /// The code unit of `\uXXXX` at an offset; nil when that is not what stands there.
    static func codeUnit(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt32? {
        guard offset + 6 <= bytes.count, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for index in offset + 2..<offset + 6 {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return unit
    }

    private static func single(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// Appends a text in quotes. Only what must be escaped is; `/` and non-ASCII stay as they are.
    static func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { _ = append($0, to: &output) }
    }

    /// Appends UTF-8 in quotes; returns whether something had to be escaped.
    static func append(
        _ content: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]
    ) -> Bool {
        output.append(UInt8(ascii: "\""))
        var start = 0
        var isEscaped = false
        for index in 0..<content.count {
            let byte = content[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            else { continue }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<index]))
            appendEscape(byte, to: &output)
            start = index + 1
            isEscaped = true
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: content[start...]))
        output.append(UInt8(ascii: "\""))
        return isEscaped
    }

    private static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
        case 0x08: output.append(UInt8(ascii: "b"))
        case 0x0C: output.append(UInt8(ascii: "f"))
        case 0x0A: output.append(UInt8(ascii: "n"))
        case 0x0D: output.append(UInt8(ascii: "r"))
        case 0x09: output.append(UInt8(ascii: "t"))
        default:
            output.append(contentsOf: byte < 16 ? "u000".utf8 : "u001".utf8)
            let digit = byte & 15
            output.append(
                digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
