/// An entry of a `PersistentTable`: what it is found by, and which entry it replaces.
protocol TableEntry: Sendable {
    /// The hash of the entry's key.
    var hash: UInt32 { get }
    /// Whether both have the same key.
    func hasKey(of other: Self) -> Bool
}

/// A hash table that is never changed: an edit makes a new one that shares all but the touched
/// parts. It has two levels of equal width and some eight entries in a bucket, so with n entries an
/// edit copies about √(n/2) references: the time from an object's change to its first answer
/// hardly depends on the size of the cluster.
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

        init(_ entries: [Entry]) {
            hashes = entries.map(\.hash)
            self.entries = entries
        }

        /// The first place with a hash not below `hash`.
        @inline(__always)
        func firstIndex(of hash: UInt32) -> Int {
            var at = 0
            while at < hashes.count, hashes[at] < hash { at &+= 1 }
            return at
        }
    }

    /// The buckets of one entry of the upper level.
    private final class Chunk: Sendable {
        let buckets: [Bucket]

        init(_ buckets: [Bucket]) { self.buckets = buckets }
    }

    private static var entriesPerBucket: Int { 8 }

    private var chunks: [Chunk]
    // Both levels have 2 to the power of `bits` places.
    private var bits: UInt32 = 0
    private(set) var count = 0

    init() { chunks = [Chunk([Bucket([])])] }

    private var width: Int { 1 << Int(bits) }

    @inline(__always)
    func bucket(of hash: UInt32) -> Bucket {
        let mask = 1 << Int(bits) &- 1
        return chunks[Int(hash) & mask].buckets[Int(hash >> bits) & mask]
    }

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
        if expected > 2 * Self.entriesPerBucket * width * width { table.spread(over: expected) }
        let mask = table.width - 1
        for (place, edits) in Dictionary(grouping: edits, by: { Int($0.entry.hash) & mask }) {
            var buckets = table.chunks[place].buckets
            let byBucket = Dictionary(grouping: edits) { Int($0.entry.hash >> table.bits) & mask }
            for (place, edits) in byBucket {
                let entries = Self.edited(buckets[place].entries, edits)
                table.count += entries.count - buckets[place].entries.count
                buckets[place] = Bucket(entries)
            }
            table.chunks[place] = Chunk(buckets)
        }
        return table
    }

    private static func edited(_ old: [Entry], _ edits: [Edit]) -> [Entry] {
        var entries = old
        for edit in edits {
            let entry = edit.entry
            var at = entries.firstIndex { $0.hash >= entry.hash } ?? entries.count
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
        return entries
    }

    // Rare: each time the number of entries has at least doubled.
    private mutating func spread(over expected: Int) {
        let old = chunks
        while Self.entriesPerBucket * width * width < expected { bits += 1 }
        let width = width
        var parts = [[Entry]](repeating: [], count: width * width)
        for chunk in old {
            for bucket in chunk.buckets {
                for entry in bucket.entries {
                    let upper = Int(entry.hash) & (width - 1)
                    let lower = Int(entry.hash >> bits) & (width - 1)
                    parts[upper * width + lower].append(entry)
                }
            }
        }
        chunks = (0..<width).map { upper in
            Chunk(
                parts[(upper * width)..<((upper + 1) * width)].map { part in
                    Bucket(part.sorted { $0.hash < $1.hash })
                })
        }
    }
}
