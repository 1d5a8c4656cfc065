import Nftables

/// Why a table can't be programmed.
public enum DataplaneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A table has our name and not our sign: somebody else's, which is never touched.
    case foreignTable(TableReference)

    /// One line.
    public var description: String {
        switch self {
        case .foreignTable(let table):
            "table \(table) is not svcproxy's: it lacks the comment "
                + "\"\(TableLayout.ownershipSign)\"; rename or delete it"
        }
    }
}
