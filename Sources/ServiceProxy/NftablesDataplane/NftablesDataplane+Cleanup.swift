import NetworkAddress
import Nftables

extension NftablesDataplane {
    /// Whether a table is one of ours, by its name.
    public static func isOwn(_ table: TableReference) -> Bool {
        AddressFamily.allCases.contains { TableLayout.table($0) == table }
    }

    /// Deletes our tables, those that are there; nobody else's, even if it has our name.
    ///
    /// - Returns: the tables that were deleted.
    public static func cleanup(_ socket: NftablesSocket) throws -> [TableReference] {
        var batch = Batch()
        var deleted: [TableReference] = []
        for family in AddressFamily.allCases {
            let table = TableLayout.table(family)
            guard
                let found = try socket.tables(table.family).first(where: { $0.reference == table }),
                found.comment == TableLayout.ownershipSign
            else { continue }
            batch.delete(table)
            deleted.append(table)
        }
        try socket.apply(batch)
        return deleted
    }
}
