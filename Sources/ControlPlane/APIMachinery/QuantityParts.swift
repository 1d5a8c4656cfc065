/// A quantity's text in its parts: sign, digits before and behind the point, suffix.
struct QuantityParts {
    private var isNegative = false
    private var digits: [UInt8] = []
    private var fractionDigits = 0
    private var power = 0
    private(set) var format = Quantity.Format.decimal

    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        guard !bytes.isEmpty else { return nil }
        if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
            isNegative = bytes.removeFirst() == UInt8(ascii: "-")
            guard !bytes.isEmpty else { return nil }
        }
        let whole = bytes.prefix(while: NameRules.isDigit)
        bytes = bytes.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if bytes.first == UInt8(ascii: ".") {
            bytes = bytes.dropFirst()
            fraction = bytes.prefix(while: NameRules.isDigit)
            bytes = bytes.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        let significant = whole.drop { $0 == UInt8(ascii: "0") }
        digits = (significant.isEmpty ? [UInt8(ascii: "0")] : Array(significant)) + fraction
        fractionDigits = fraction.count
        guard readSuffix(String(decoding: bytes, as: UTF8.self)) else { return nil }
    }

    private mutating func readSuffix(_ suffix: String) -> Bool {
        let decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
        let binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
        if let index = decimal.firstIndex(of: suffix) {
            power = (index - 3) * 3
            return true
        }
        if let index = binary.firstIndex(of: suffix) {
            power = (index + 1) * 10
            format = .binary
            return true
        }
        guard let first = suffix.first, first == "e" || first == "E",
            let exponent = Int(suffix.dropFirst()), (-64...64).contains(exponent)
        else { return false }
        power = exponent
        format = .exponent
        return true
    }

    /// The amount in billionths, rounded away from zero, within what upstream can hold.
    var amount: Int128? {
        var value: Int128 = 0
        var isInexact = false
        // Nothing beyond 30 digits can matter; they only say that there is more than nothing.
        for (index, digit) in digits.enumerated() {
            if index < 27 {
                value = value * 10 + Int128(digit - UInt8(ascii: "0"))
            } else if digit != UInt8(ascii: "0") {
                isInexact = true
            }
        }
        var scale = 9 - fractionDigits + max(0, digits.count - 27)
        let limit = Int128(Int64.max) * Quantity.unit
        if format == .binary {
            let (product, overflow) = value.multipliedReportingOverflow(by: Int128(1) << power)
            if overflow { return isNegative ? -limit : limit }
            value = product
        } else {
            scale += power
        }
        while scale > 0, value != 0 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return isNegative ? -limit : limit }
            value = product
            scale -= 1
        }
        while scale < 0, value != 0 {
            if value % 10 != 0 { isInexact = true }
            value /= 10
            scale += 1
        }
        if isInexact { value += 1 }
        if format == .binary { value = min(value, limit) }
        return isNegative ? -value : value
    }

    /// Whether upstream keeps the text as it is: it is canonical, or looks so at a glance.
    var isWrittenBack: Bool {
        guard digits.count <= 18 else { return false }
        if format == .binary {
            let value = Int(String(decoding: digits, as: UTF8.self)) ?? 0
            return fractionDigits == 0 && value & 7 != 0
                && 14 - digits.count - power * 3 / 10 >= 0
        }
        let scale = power - fractionDigits
        let endsInZeros = digits.count >= 3 && digits.suffix(3).allSatisfy { $0 == 0x30 }
        return scale >= -9 && scale % 3 == 0 && !endsInZeros && digits.first != 0x30
    }
}
