/// An amount of a resource, in billionths; stands in until `APIMachinery` has quantities.
struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
    static let zero = Quantity(nano: 0)

    var nano: Int128

    init(nano: Int128) { self.nano = nano }

    init?(parsing text: String) {
        let number = text.prefix { "+-.0123456789".contains($0) }
        let suffix = String(text.dropFirst(number.count))
        let scales: [String: Int128] = [
            "": 1_000_000_000, "n": 1, "u": 1_000, "m": 1_000_000, "k": 1_000_000_000_000,
            "M": 1_000_000_000_000_000, "G": 1_000_000_000_000_000_000,
            "Ki": 1_000_000_000 << 10, "Mi": 1_000_000_000 << 20, "Gi": 1_000_000_000 << 30,
            "Ti": 1_000_000_000 << 40, "e3": 1_000_000_000_000,
        ]
        guard let scale = scales[suffix] else { return nil }
        let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = Int128(parts[0].isEmpty ? "0" : String(parts[0])) else { return nil }
        var nano = whole * scale
        if parts.count == 2 {
            var unit = scale
            for digit in parts[1] {
                unit /= 10
                nano += Int128(digit.wholeNumberValue ?? 0) * unit
            }
        }
        self.nano = nano
    }

    static func < (a: Quantity, b: Quantity) -> Bool { a.nano < b.nano }

    static func + (a: Quantity, b: Quantity) -> Quantity { Quantity(nano: a.nano + b.nano) }

    var description: String {
        nano % 1_000_000_000 == 0 ? "\(nano / 1_000_000_000)" : "\(nano / 1_000_000)m"
    }
}
