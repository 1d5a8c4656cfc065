import Nftables

/// What belongs to an owner, as it stands in the kernel beside it: written in the transaction that
/// makes the elements, and removed in the one that removes them.
///
/// It is kept in the notes of elements of the set `owners`, whose first has the owner in words as
/// its comment. Sets are named in full, so that another version of the program, with another
/// layout, can remove what this one made.
package struct OwnerRecord: Hashable {
    /// Keys of one set.
    package struct Entry: Hashable {
        /// The set's table.
        package var table: TableReference
        /// The set's name.
        package var set: String
        /// Their length in bytes, without the padding of the last field.
        package var keyLength: Int
        /// The keys of the owner's elements.
        package var keys: [FieldBytes]
    }

    /// Whose record it is.
    package var owner: RuleOwner
    /// Where the pod's namespace is, or was; empty when it was not told.
    package var namespacePath = ""
    /// Where the owner's elements are.
    package var entries: [Entry] = []

    /// A record of nothing yet.
    package init(owner: RuleOwner) { self.owner = owner }

    /// Notes one more element.
    package mutating func append(_ key: FieldBytes, in set: NftSet) {
        if let last = entries.indices.last, entries[last].set == set.name,
            entries[last].table == set.table, entries[last].keys.count < 255
        {
            entries[last].keys.append(key)
        } else {
            entries.append(
                Entry(table: set.table, set: set.name, keyLength: set.key.length, keys: [key]))
        }
    }

    /// Removes all that it names; the elements of the record too.
    func delete(from batch: inout Batch, pieces: Int) {
        for entry in entries {
            batch.delete(elements: entry.keys.map { Element($0) }, from: entry.place)
        }
        batch.delete(
            elements: (0..<pieces).map { Element(owner.key.element($0)) }, from: RuleTables.owners)
    }
}

extension OwnerRecord.Entry {
    /// A set that has this name and this length of keys; nothing else of it matters for removal.
    var place: NftSet {
        NftSet(set, in: table, key: .types([.integer(length: keyLength)]))
    }
}
