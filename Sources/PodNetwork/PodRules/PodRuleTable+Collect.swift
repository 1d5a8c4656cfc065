import CNIProtocol
import Nftables

extension PodRuleTable {
    /// Removes what a plugin made in a network for attachments that are not among these; goes on
    /// past errors, and tells them.
    public func collect(
        network: String, plugin: String, keeping valid: Set<Attachment>
    ) -> [String] {
        var problems: [String] = []
        do throws(CNIError) {
            let stale = try records().map(\.owner).filter { owner in
                owner.network == network && owner.plugin == plugin
                    && !valid.contains(owner.attachment)
            }
            for owner in stale {
                do throws(CNIError) { try remove(owner) } catch { problems.append(error.message) }
            }
        } catch {
            problems.append(error.message)
        }
        return problems
    }

    /// The records of all owners.
    func records() throws(CNIError) -> [OwnerRecord] {
        try applying("list whose rules there are") {
            let pieces: [Element]
            do {
                pieces = try socket.elements(of: RuleTables.owners)
            } catch let error as NftablesError {
                // Without the table there is nothing to find.
                guard error.isNotFound else { throw error }
                return []
            }
            let byKey = Dictionary(pieces.map { ($0.key, $0) }) { first, _ in first }
            return pieces.compactMap { first in
                guard OwnerKey.isFirst(first.key), let count = OwnerRecord.pieceCount(first)
                else { return nil }
                let rest = (1..<count).compactMap { byKey[OwnerKey.piece($0, of: first.key)] }
                return OwnerRecord([first] + rest)
            }
        }
    }
}

extension OwnerKey {
    /// The key of another piece of the record that a first piece's key begins.
    static func piece(_ number: Int, of first: FieldBytes) -> FieldBytes {
        FieldBytes().bytes(first.array.prefix(8)).integer(UInt32(clamping: number))
    }

    /// Whether a key is that of a record's first piece.
    static func isFirst(_ key: FieldBytes) -> Bool { key == piece(0, of: key) }
}
