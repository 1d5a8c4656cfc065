/// A lab's name: lower-case letters, digits and dashes, at most 20, beginning with a letter.
///
/// It has no dot, so that the dot ends it in the names made from it: what belongs to lab `a` is
/// never taken for a part of lab `a-b`.
public struct LabName: Hashable, Sendable, CustomStringConvertible {
    /// The name as it is written.
    public let description: String

    /// Nil when the text is not a lab's name.
    public init?(_ text: String) {
        guard let first = text.utf8.first, isLower(first), text.utf8.count <= 20,
            text.utf8.allSatisfy({ isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        description = text
    }

    /// What a bad name should have been.
    static let rule =
        "expected lower-case letters, digits and dashes, at most 20, beginning with a letter"
}

private func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte }
private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte }
