import ObjectStore

extension StoreLaw {
    static let histories: [StoreLaw] = (1...6).map { seed in
        StoreLaw("a random history is what a plain model of it says (seed \(seed))") { place in
            let store = try await place.open()
            var history = RandomHistory(seed: UInt64(seed))
            for _ in 0..<150 { try await history.commit(to: store) }
            try await history.compare(with: store)
            try await store.compact(before: Revision(UInt64(history.states.count / 2)))
            for _ in 0..<100 { try await history.commit(to: store) }
            try await history.compare(with: store)
            await store.close()
        }
    }
}

/// A plain model of a store: all of its states, one after the other.
private struct RandomHistory {
    var random: SplitMix
    /// The values at each revision, from 0.
    var states: [[String: StoredValue]] = [[:]]
    var changes: [String] = []
    var oldest = 0

    init(seed: UInt64) { random = SplitMix(state: seed) }

    mutating func commit(to store: any ObjectStore) async throws {
        let next = Revision(UInt64(states.count))
        var state = states[states.count - 1]
        var writes: [StoreWrite] = []
        var change = StoreChange(revision: next, events: [])
        for _ in 0...(random.next() % 3) {
            let key = "/\(["a", "b", "b/c", "d"][Int(random.next() % 4)])/\(random.next() % 5)"
            if writes.contains(where: { $0.key == key }) { continue }
            let text = random.next() % 3 == 0 ? nil : "\(next).\(writes.count)"
            let known = state[key]
            let expectation: StoreWrite.Expectation =
                random.next() % 2 == 0
                ? .anything : known.map { .unchanged(since: $0.modified) } ?? .absent
            if random.next() % 5 == 0 {
                writes.append(.condition(key, is: expectation))
                continue
            }
            let value = text.map { Array($0.utf8) }
            writes.append(StoreWrite(key: key, value: value, expectation: expectation))
            if value == nil && known == nil { continue }
            change.events.append(.init(key: key, value: value, previous: known?.value))
            state[key] = value.map {
                StoredValue(key: key, value: $0, created: known?.created ?? next, modified: next)
            }
        }
        let revision = try await store.commit(writes)
        guard !change.events.isEmpty else { return }
        try expect(revision, next)
        states.append(state)
        changes.append(change.text)
    }

    /// Every revision that can be read, whole and in pages, and every place for changes.
    mutating func compare(with store: any ObjectStore) async throws {
        for revision in oldest..<states.count {
            let at = Revision(UInt64(revision))
            let listing: StoreListing
            do {
                listing = try await store.list("/", at: at)
            } catch StoreError.compacted(let compacted) {
                try expect(at < compacted, true, "\(at) is compacted")
                oldest = revision + 1
                continue
            }
            let wanted = states[revision].values.sorted { $0.key < $1.key }
            try expect(listing.values, wanted, "at \(at)")
            let page = try await store.list(prefix: "/b", from: "/b/2", at: at, limit: 2)
            let under = wanted.filter { $0.key.hasPrefix("/b") && $0.key >= "/b/2" }
            try expect(page.values, Array(under.prefix(2)), "a page at \(at)")
            try expect(page.remaining, max(0, under.count - 2), "behind a page at \(at)")
            let rest = changes[revision...]
            let told = try await store.take(rest.count, of: "/", after: at).map(\.text)
            try expect(told, Array(rest), "after \(at)")
        }
        try expect(try await store.revision, Revision(UInt64(states.count - 1)))
    }
}

/// A small generator that always gives the same numbers for a seed.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return (mixed ^ (mixed >> 31)) >> 8
    }
}
