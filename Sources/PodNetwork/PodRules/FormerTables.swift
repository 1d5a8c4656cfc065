import Nftables

/// The tables `ip martlet-cni` and `ip6 martlet-cni`, in which earlier versions had the pods that
/// they masqueraded. Pods that were made then leave with their DEL, and the last takes the table
/// along.
struct FormerTables {
    let socket: NftablesSocket

    /// Removes the elements of an owner that this version knows nothing of.
    func remove(_ owner: RuleOwner) throws(NftablesError) -> Bool {
        guard owner.plugin == "bridge" || owner.plugin == "martlet" else { return false }
        let comment = String(
            decoding: "\(owner.network)/\(owner.attachment)".utf8.prefix(127), as: UTF8.self)
        var isFound = false
        for family in [NftablesFamily.ip, .ip6] {
            let table = TableReference(family, "martlet-cni")
            guard try socket.tables(family).contains(where: { $0.name == table.name }) else {
                continue
            }
            isFound = try remove(comment, from: table) || isFound
        }
        return isFound
    }

    private func remove(
        _ comment: String, from table: TableReference
    ) throws(NftablesError) -> Bool {
        var batch = Batch()
        var remaining = 0
        for set in try socket.sets(in: table) {
            let elements = try socket.elements(of: set)
            let own = elements.filter { $0.comment == comment }
            if !own.isEmpty { batch.delete(elements: own, from: set) }
            remaining += elements.count - own.count
        }
        let isFound = !batch.isEmpty
        if remaining == 0 { batch.delete(table) }
        do {
            try socket.apply(batch)
        } catch {
            guard error.isNotFound else { throw error }
        }
        return isFound
    }
}
