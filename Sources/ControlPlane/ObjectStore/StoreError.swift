/// Why a store did not do what was asked.
public enum StoreError: Error, Hashable, Sendable {
    /// An expectation of a commit failed for this key; it is now so (nil: not there).
    case conflict(key: String, current: StoredValue?)
    /// The revision is older than the oldest that is kept.
    case compacted(oldest: Revision)
    /// The revision has not been reached.
    case future(current: Revision)
    /// The store can't do this now; trying again may help. The text says why.
    case unavailable(String)
    /// The store's data can't be read. The text says what and where.
    case corrupt(String)
}

extension StoreError: CustomStringConvertible {
    /// One line, for people.
    public var description: String {
        switch self {
        case .conflict(let key, let current):
            "\(key) is not as expected: "
                + (current.map { "it was changed at revision \($0.modified)" } ?? "it is not there")
        case .compacted(let oldest): "revisions before \(oldest) are no longer kept"
        case .future(let current): "the store has only reached revision \(current)"
        case .unavailable(let why), .corrupt(let why): why
        }
    }
}
