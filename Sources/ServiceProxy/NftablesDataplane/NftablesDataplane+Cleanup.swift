import NetworkAddress
import Nftables

extension NftablesDataplane {
    /// Whether a table is one of ours.
    public static func isOwn(_ table: TableReference) -> Bool {
        AddressFamily.allCases.contains { TableLayout.table($0) == table }
    }

    /// Deletes our tables, those that are there; nobody else's.
    ///
    /// - Returns: the tables that were deleted.
    public static func cleanup(_ socket: NftablesSocket) throws -> [TableReference] {
        var batch = Batch()
        var deleted: [TableReference] = []
        for family in AddressFamily.allCases {
            let table = TableLayout.table(family)
            guard try socket.tables(table.family).contains(where: { $0.reference == table }) else {
                continue
            }
            batch.delete(table)
            deleted.append(table)
        }
        try socket.apply(batch)
        return deleted
    }
}
