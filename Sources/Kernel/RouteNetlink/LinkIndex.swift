/// What names a link within its namespace, as long as it lives.
public struct LinkIndex: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The number; from 1.
    public var rawValue: UInt32

    /// The index of a number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The loopback link, which is the first of every namespace.
    public static let loopback = LinkIndex(rawValue: 1)

    /// Order of the numbers.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension LinkIndex: CustomStringConvertible {
    /// `link 7`.
    public var description: String { "link \(rawValue)" }
}
