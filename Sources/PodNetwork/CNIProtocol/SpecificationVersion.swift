/// A version of the CNI specification that is spoken here.
public enum SpecificationVersion: String, CaseIterable, Sendable, Comparable {
    case v0_1_0 = "0.1.0"
    case v0_2_0 = "0.2.0"
    case v0_3_0 = "0.3.0"
    case v0_3_1 = "0.3.1"
    case v0_4_0 = "0.4.0"
    case v1_0_0 = "1.0.0"
    case v1_1_0 = "1.1.0"

    /// The newest version; what VERSION's own answer is written in.
    public static let newest = SpecificationVersion.v1_1_0

    /// The meaning of a configuration that names no version: the specification's first one.
    public static let unnamed = SpecificationVersion.v0_1_0

    /// The order of publication.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// All versions, as an error or an answer lists them: `0.1.0, 0.2.0, …`.
    public static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
