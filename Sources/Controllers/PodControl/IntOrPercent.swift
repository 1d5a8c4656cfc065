import JSON

/// A count, or a share of another: what `maxUnavailable` and its like hold.
public enum IntOrPercent: Sendable, Hashable {
    case count(Int)
    case percent(Int)

    /// A number, or a text like `25%`; nil for anything else.
    public init?(_ value: JSONValue?) {
        if let count = value?.int {
            self = .count(count)
        } else if let text = value?.string, text.hasSuffix("%"), let percent = Int(text.dropLast())
        {
            // Shares beyond all reason mean everything all the same, and don't overflow.
            self = .percent(min(max(percent, 0), 1_000_000))
        } else {
            return nil
        }
    }

    /// The count that it means.
    public func resolved(of total: Int, roundingUp: Bool) -> Int {
        switch self {
        case .count(let count): count
        case .percent(let percent): (percent * total + (roundingUp ? 99 : 0)) / 100
        }
    }
}
