/// An amount of a resource: `500m` of a processor, `1Gi` of memory.
///
/// Kept in billionths, the finest that the API knows; what is finer is rounded up.
public struct Quantity: Sendable {
    /// How an amount is written.
    public enum Format: Sendable, Hashable {
        /// `k`, `M`, `G` …: powers of 1000; `m`, `u`, `n` below one.
        case decimal
        /// `Ki`, `Mi`, `Gi` …: powers of 1024.
        case binary
        /// `e3`.
        case exponent
    }

    /// The amount in billionths.
    public private(set) var billionths: Int128
    /// How it is written.
    public private(set) var format: Format
    /// The text it was read from, where upstream writes that back.
    private var source: String?

    /// An amount in billionths.
    public init(billionths: Int128, format: Format = .decimal) {
        self.billionths = billionths
        self.format = format
    }

    /// A whole amount.
    public init(_ value: Int, format: Format = .decimal) {
        self.init(billionths: Int128(value) * Quantity.unit, format: format)
    }

    /// An amount in thousandths.
    public init(milli: Int) { self.init(billionths: Int128(milli) * 1_000_000) }

    /// Parses an amount; nil when the text is none.
    public init?(parsing text: String) {
        guard let parts = QuantityParts(text), let amount = parts.amount else { return nil }
        billionths = amount
        format = parts.format
        source = parts.isWrittenBack ? text : nil
    }

    /// The whole amount, rounded away from zero.
    public var value: Int { rounded(by: Quantity.unit) }

    /// The amount in thousandths, rounded away from zero.
    public var milliValue: Int { rounded(by: 1_000_000) }

    /// Whether there is nothing.
    public var isZero: Bool { billionths == 0 }

    /// Whether it is less than nothing.
    public var isNegative: Bool { billionths < 0 }

    /// Whether it is a whole number.
    public var isWhole: Bool { billionths % Quantity.unit == 0 }

    static let unit: Int128 = 1_000_000_000

    private func rounded(by unit: Int128) -> Int {
        let (quotient, rest) = billionths.quotientAndRemainder(dividingBy: unit)
        return Int(clamping: quotient + rest.signum())
    }
}

extension Quantity: Comparable {
    /// Whether two amounts are the same, however they are written.
    public static func == (a: Quantity, b: Quantity) -> Bool { a.billionths == b.billionths }

    /// The smaller amount is less.
    public static func < (a: Quantity, b: Quantity) -> Bool { a.billionths < b.billionths }

    /// A sum, written as the first amount is; the second's way when the first is nothing.
    public static func + (a: Quantity, b: Quantity) -> Quantity {
        Quantity(billionths: a.billionths + b.billionths, format: a.isZero ? b.format : a.format)
    }

    /// A difference, written as the first amount is.
    public static func - (a: Quantity, b: Quantity) -> Quantity {
        Quantity(billionths: a.billionths - b.billionths, format: a.isZero ? b.format : a.format)
    }
}

extension Quantity: CustomStringConvertible {
    /// The canonical text: `0.5` is written `500m`, `1024Mi` is `1Gi`.
    public var description: String {
        if let source { return source }
        if isZero { return "0" }
        // Small and broken amounts would lose something as powers of 1024.
        if format == .binary, isWhole, billionths.magnitude >= 1024 * Quantity.unit.magnitude {
            return binary
        }
        var mantissa = billionths
        var exponent = -9
        while mantissa % 1000 == 0, exponent < 18 {
            mantissa /= 1000
            exponent += 3
        }
        if format == .exponent { return exponent == 0 ? "\(mantissa)" : "\(mantissa)e\(exponent)" }
        let suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
        return "\(mantissa)" + suffixes[exponent / 3 + 3]
    }

    private var binary: String {
        var mantissa = billionths / Quantity.unit
        var power = 0
        while mantissa % 1024 == 0, power < 6 {
            mantissa /= 1024
            power += 1
        }
        return "\(mantissa)" + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power]
    }
}
