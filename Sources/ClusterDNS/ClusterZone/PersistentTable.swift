/// An entry of a `PersistentTable`: what it is found by, and which entry it replaces.
protocol TableEntry: Sendable {
    /// The hash of the entry's key.
    var hash: UInt32 { get }
    /// Whether both have the same key.
    func hasKey(of other: Self) -> Bool
}

/// A hash table that is never changed: an edit makes a new one that shares all but the touched
/// buckets. With n entries in about √n buckets, an edit copies about 2√n words, so the time from an
/// object's change to its first answer hardly depends on the size of the cluster.
struct PersistentTable<Entry: TableEntry>: Sendable {
    /// A change of one entry.
    enum Edit {
        case put(Entry)
        case remove(Entry)

        var entry: Entry {
            switch self {
            case .put(let entry), .remove(let entry): entry
            }
        }
    }

    /// Entries by ascending hash.
    final class Bucket: Sendable {
        let hashes: [UInt32]
        let entries: [Entry]

        init(hashes: [UInt32], entries: [Entry]) {
            self.hashes = hashes
            self.entries = entries
        }

        /// The first place with a hash not below `hash`.
        @inline(__always)
        func firstIndex(of hash: UInt32) -> Int {
            var low = 0
            var high = hashes.count
            while low < high {
                let middle = (low &+ high) >> 1
                if hashes[middle] < hash { low = middle &+ 1 } else { high = middle }
            }
            return low
        }
    }

    private(set) var buckets: [Bucket]
    private(set) var count = 0

    init() { buckets = [Bucket(hashes: [], entries: [])] }

    @inline(__always)
    func bucket(of hash: UInt32) -> Bucket { buckets[Int(hash) & (buckets.count &- 1)] }

    /// The entry with the key of another one.
    func entry(like other: Entry) -> Entry? {
        let bucket = bucket(of: other.hash)
        var at = bucket.firstIndex(of: other.hash)
        while at < bucket.hashes.count, bucket.hashes[at] == other.hash {
            if bucket.entries[at].hasKey(of: other) { return bucket.entries[at] }
            at += 1
        }
        return nil
    }

    /// This table after the edits, in their order.
    func applying(_ edits: [Edit]) -> PersistentTable {
        guard !edits.isEmpty else { return self }
        var table = self
        let expected = count + edits.count
        if expected > 2 * buckets.count * buckets.count { table.spread(over: expected) }
        let mask = table.buckets.count - 1
        let byBucket = Dictionary(grouping: edits) { Int($0.entry.hash) & mask }
        for (place, edits) in byBucket {
            let old = table.buckets[place]
            let new = Self.edited(old, edits)
            table.count += new.entries.count - old.entries.count
            table.buckets[place] = new
        }
        return table
    }

    private static func edited(_ bucket: Bucket, _ edits: [Edit]) -> Bucket {
        var entries = bucket.entries
        for edit in edits {
            let entry = edit.entry
            var at = entries.partitioningIndex(of: entry.hash)
            while at < entries.count, entries[at].hash == entry.hash, !entries[at].hasKey(of: entry)
            {
                at += 1
            }
            let isThere = at < entries.count && entries[at].hash == entry.hash
            switch edit {
            case .put where isThere: entries[at] = entry
            case .put: entries.insert(entry, at: at)
            case .remove where isThere: entries.remove(at: at)
            case .remove: break
            }
        }
        return Bucket(hashes: entries.map(\.hash), entries: entries)
    }

    // Rare: each time the number of entries has grown sixteenfold.
    private mutating func spread(over expected: Int) {
        var size = buckets.count
        while size * size < expected * 2 { size *= 2 }
        var parts = [[Entry]](repeating: [], count: size)
        for bucket in buckets {
            for entry in bucket.entries { parts[Int(entry.hash) & (size - 1)].append(entry) }
        }
        buckets = parts.map { part in
            let entries = part.sorted { $0.hash < $1.hash }
            return Bucket(hashes: entries.map(\.hash), entries: entries)
        }
    }
}

extension Array where Element: TableEntry {
    /// The first place with a hash not below `hash`.
    func partitioningIndex(of hash: UInt32) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].hash < hash { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
