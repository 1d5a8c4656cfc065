/// Numbers as YAML 1.1 writes them, turned into JSON's text.
enum YAMLNumber {
    /// The JSON text of a plain scalar that is a number; nil when it is none.
    static func json(_ text: String) -> String? {
        if text.utf8.first == UInt8(ascii: ".") {
            return isDecimal(text) ? float(text) : nil
        }
        if isDate(text) { return nil }
        let plain = text.filter { $0 != "_" }
        return integer(plain) ?? (isDecimal(plain) ? float(plain) : nil)
    }

    /// `.inf`, `-.INF`, `.NaN` and so on.
    static func isInfinityOrNaN(_ text: String) -> Bool {
        switch text {
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
            ".NaN", ".NAN":
            true
        default: false
        }
    }

    /// An integer of base 10, or 2, 8 or 16 by its prefix; a leading zero alone means 8.
    private static func integer(_ text: String) -> String? {
        var digits = text[...]
        var sign = ""
        if digits.first == "-" || digits.first == "+" {
            sign = digits.removeFirst() == "-" ? "-" : ""
        }
        guard digits.utf8.first.map({ $0 &- UInt8(ascii: "0") <= 9 }) == true else { return nil }
        var radix = 10
        if digits.count > 1, digits.first == "0" {
            switch digits.dropFirst().first {
            case "x", "X": (radix, digits) = (16, digits.dropFirst(2))
            case "o", "O": (radix, digits) = (8, digits.dropFirst(2))
            case "b", "B": (radix, digits) = (2, digits.dropFirst(2))
            default: (radix, digits) = (8, digits.dropFirst())
            }
        }
        guard digits.utf8.first != UInt8(ascii: "-"), digits.utf8.first != UInt8(ascii: "+") else {
            return nil
        }
        if let value = UInt128(digits, radix: radix) {
            return value == 0 ? "0" : sign + String(value)
        }
        return nil
    }

    /// Digits with at most one point, and at most one exponent.
    private static func isDecimal(_ text: String) -> Bool {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            rest = rest.dropFirst()
        }
        let whole = dropDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = dropDigits(&rest)
            guard whole + fraction > 0 else { return false }
        } else if whole == 0 {
            return false
        }
        guard let exponent = rest.first else { return true }
        guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            rest = rest.dropFirst()
        }
        return dropDigits(&rest) > 0 && rest.isEmpty
    }

    private static func dropDigits(_ rest: inout Substring.UTF8View) -> Int {
        let digits = rest.prefix { $0 &- UInt8(ascii: "0") <= 9 }.count
        rest = rest.dropFirst(digits)
        return digits
    }

    /// Whether the text begins as `2006-1-2` does; such text is never a number.
    private static func isDate(_ text: String) -> Bool {
        let digits = text.utf8.prefix { $0 &- UInt8(ascii: "0") <= 9 }.count
        return digits == 4 && text.utf8.dropFirst(4).first == UInt8(ascii: "-")
    }

    /// The shortest text of the nearest double: without an exponent between 1e-6 and 1e21.
    private static func float(_ text: String) -> String? {
        guard let value = Double(text), value.isFinite else { return nil }
        let size = value.magnitude
        if size < 1e21, value == value.rounded(.towardZero) {
            return value == 0 ? "0" : String(Int128(value))
        }
        return size < 1e-6 || size >= 1e21 ? exponential(value) : positional(value)
    }

    /// Swift prints `1e-05` and `5e-324`; JSON's grammar takes both as they are.
    private static func exponential(_ value: Double) -> String { value.description }

    /// Swift switches to an exponent below 1e-4; the digits are the same either way.
    private static func positional(_ value: Double) -> String {
        let text = value.description
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[mark...].dropFirst())
        else { return text }
        let sign = text.hasPrefix("-") ? "-" : ""
        let digits = text[..<mark].filter { $0 != "." && $0 != "-" }
        let significant = digits.hasSuffix("0") ? String(digits.dropLast()) : String(digits)
        return sign + "0." + String(repeating: "0", count: -exponent - 1) + significant
    }
}
