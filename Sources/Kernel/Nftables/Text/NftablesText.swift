/// Prints objects in `nft`'s own words.
public struct NftablesText: Sendable {
    public init() {}

    /// A rule as one line.
    public func text(_ rule: Rule) -> String { rule.expressions.map(\.name).joined(separator: " ") }
}
