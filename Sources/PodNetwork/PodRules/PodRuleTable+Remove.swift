import CNIProtocol
import Nftables

extension PodRuleTable {
    /// Removes all of an owner's, in one transaction; there may be nothing.
    /// - Returns: whether there was something.
    @discardableResult
    public func remove(_ owner: RuleOwner) throws(CNIError) -> Bool {
        try applying("remove the rules of \(owner)") {
            for _ in 0..<Self.attempts {
                guard let record = try record(of: owner.key) else {
                    return try FormerTables(socket: socket).remove(owner)
                }
                // Another owner whose number is the same.
                guard record.owner == owner else { return false }
                var batch = Batch()
                record.delete(from: &batch, pieces: record.elements.count)
                if try attempt(batch) == .done { return true }
                try removeWhatIsThere(of: owner.key)
            }
            throw CNIError(
                .tryAgain, "the rules of \(owner): other processes keep changing the tables")
        }
    }

    /// Removes a record and those of its elements that are there and are its own, when somebody
    /// else has removed some.
    func removeWhatIsThere(of key: OwnerKey) throws {
        try socket.transaction(attempts: 100) { generation in
            var batch = Batch(generation: generation.id)
            guard let record = try record(of: key) else { return batch }
            for entry in record.entries {
                let own = try entry.keys.filter {
                    OwnerKey(note: try socket.element($0, of: entry.place)?.note) == key
                }
                if !own.isEmpty {
                    batch.delete(elements: own.map { Element($0) }, from: entry.place)
                }
            }
            batch.delete(
                elements: record.elements.indices.map { Element(key.element($0)) },
                from: RuleTables.owners)
            return batch
        }
    }
}
