extension JSONValue {
    /// The text of a number as it stands in the source; nil for any other kind.
    public var numberText: String? {
        let entry = entry
        guard entry.kind == .number else { return nil }
        return String(decoding: storage.bytes[Int(entry.start)..<Int(entry.end)], as: UTF8.self)
    }

    /// The value of a number written as an integer that fits; nil for `1.0`, `1e3` and non-numbers.
    public var int: Int? {
        let entry = entry
        guard entry.kind == .number else { return nil }
        var digits = storage.bytes[Int(entry.start)..<Int(entry.end)]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        var value = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            // Built downwards, so that the smallest Int fits too.
            let (next, underflow) = shifted.subtractingReportingOverflow(Int(digit))
            guard !overflow, !underflow else { return nil }
            value = next
        }
        if isNegative { return value }
        return value == Int.min ? nil : -value
    }

    /// The nearest double to a number; nil for any other kind, and beyond the largest double.
    public var double: Double? {
        guard let text = numberText, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
