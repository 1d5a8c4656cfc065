import JSON

extension JSON {
    /// Whether two values say the same: members in any order, and what is empty as if it were
    /// absent (`equality.Semantic.DeepEqual` upstream).
    func isSame(as other: JSON) -> Bool {
        switch (self, other) {
        case (.object(let a), .object(let b)):
            let keys = Set(a.keys).union(b.keys)
            return keys.allSatisfy { key in
                switch (a[key], b[key]) {
                case (let a?, let b?): a.isSame(as: b)
                case (let one?, nil), (nil, let one?): one.isVoid
                case (nil, nil): true
                }
            }
        case (.array(let a), .array(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        default: return self == other || (isVoid && other.isVoid)
        }
    }

    private var isVoid: Bool {
        switch self {
        case .null: true
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }
}

extension Optional<JSON> {
    /// The same for members that may be absent.
    func isSame(as other: JSON?) -> Bool { (self ?? .null).isSame(as: other ?? .null) }
}
