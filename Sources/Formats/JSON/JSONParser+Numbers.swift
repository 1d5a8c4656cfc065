extension JSONParser {
    /// Reads a number by the grammar of RFC 8259, section 6; its text is kept, not its value.
    mutating func parseNumber() throws(JSONError) {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") {
            position += 1
            if isDigit(peek) { throw fault("number with a leading zero") }
        } else {
            try skipDigits(after: "the sign of a number")
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            try skipDigits(after: "the decimal point of a number")
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try skipDigits(after: "the exponent of a number")
        }
        append(.number, start: start, end: position)
    }

    private mutating func skipDigits(after what: StaticString) throws(JSONError) {
        guard isDigit(peek) else { throw fault("expected a digit after \(what), found \(found)") }
        while isDigit(peek) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
