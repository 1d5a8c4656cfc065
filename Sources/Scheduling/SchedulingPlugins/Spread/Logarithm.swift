/// The natural logarithm, which the standard library alone does not have.
enum Logarithm {
    private static let ofTwo = 0.693_147_180_559_945_3

    /// The logarithm of a positive number, to about a unit in the last place.
    static func natural(_ value: Double) -> Double {
        guard value > 0 else { return -.infinity }
        // value = m · 2ᵉ with m near 1; ln m = 2 · artanh((m − 1) / (m + 1)).
        var mantissa = value.significand
        var exponent = Double(value.exponent)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        var power = ratio
        var sum = 0.0
        for step in stride(from: 1.0, through: 29, by: 2) {
            sum += power / step
            power *= ratio * ratio
        }
        return exponent * ofTwo + 2 * sum
    }
}
