extension DNSName: LosslessStringConvertible {
    /// Parses a name as zone files write it (RFC 1035 §5.1): `\.` and `\046` are escapes, a final
    /// dot is optional; nil when it is empty or something is too long.
    public init?(_ text: String) {
        if text == "." {
            self = .root
            return
        }
        var labels: [[UInt8]] = []
        var label: [UInt8] = []
        var rest = Array(text.utf8)[...]
        guard !rest.isEmpty else { return nil }
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ".") {
                labels.append(label)
                label = []
            } else if byte == UInt8(ascii: "\\") {
                guard let escaped = Self.escaped(in: &rest) else { return nil }
                label.append(escaped)
            } else {
                label.append(byte)
            }
        }
        if !label.isEmpty { labels.append(label) }
        self.init(labels: labels)
    }

    private static func escaped(in rest: inout ArraySlice<UInt8>) -> UInt8? {
        guard let first = rest.first else { return nil }
        guard isDigit(first) else { return rest.popFirst() }
        let digits = rest.prefix(3)
        guard digits.count == 3, digits.allSatisfy(isDigit) else { return nil }
        rest = rest.dropFirst(3)
        return UInt8(exactly: digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// The name with its final dot and what is not printable escaped.
    public var description: String {
        guard wire.count > 1 else { return "." }
        var text = ""
        for label in labels {
            for byte in label {
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "\\"):
                    text += "\\" + String(Unicode.Scalar(byte))
                case 0x21...0x7E:
                    text += String(Unicode.Scalar(byte))
                default:
                    let digits = String(byte)
                    text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
                }
            }
            text += "."
        }
        return text
    }
}
