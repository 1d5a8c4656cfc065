import ObjectStore

extension StoreLaw {
    static let compacting: [StoreLaw] = [
        .withStore("what was before a compaction is gone, what is after it is not") { store in
            for number in 1...6 { try await store.put("/a\(number % 2)", "\(number)") }
            try await store.delete("/a0")
            try await store.compact(before: Revision(4))
            for old in 0...3 {
                let place = Revision(UInt64(old))
                try await expect(.compacted(oldest: Revision(4))) {
                    _ = try await store.list("/", at: place)
                }
                try await expect(.compacted(oldest: Revision(4))) {
                    _ = try await store.take(1, of: "/", after: place)
                }
            }
            try expect(
                try await store.list("/", at: Revision(4)).values.map(\.text), ["4", "3"])
            try expect(
                try await store.list("/", at: Revision(5)).values.map(\.text), ["4", "5"])
            try expect(
                try await store.take(3, of: "/", after: Revision(4)).map(\.text),
                ["5: /a1=5(=3)", "6: /a0=6(=4)", "7: /a0-(=6)"])
            try expect(try await store.list("/").values.map(\.text), ["5"])
        },
        .withStore("compaction only goes forward, and not past the last commit") { store in
            for number in 1...4 { try await store.put("/a", "\(number)") }
            try await store.compact(before: Revision(3))
            try await store.compact(before: Revision(1))
            try await expect(.compacted(oldest: Revision(3))) {
                _ = try await store.list("/", at: Revision(2))
            }
            try await store.compact(before: Revision(.max))
            try expect(try await store.list("/", at: Revision(4)).values.map(\.text), ["4"])
            try expect(try await store.put("/a", "5"), Revision(5))
            try expect(
                try await store.take(1, of: "/", after: Revision(4)).map(\.text), ["5: /a=5(=4)"])
        },
        .withStore("compaction never turns the revision back") { store in
            for number in 1...3 { try await store.put("/a", "\(number)") }
            try await store.delete("/a")
            try await store.compact(before: Revision(4))
            try expect(try await store.revision, Revision(4))
            try expect(try await store.list("/").revision, Revision(4))
            try expect(try await store.put("/a", "4", .absent), Revision(5))
            try expect(try await store.get("/a")?.created, Revision(5))
        },
        .withStore("a reader that compaction overtakes is told so, others go on") { store in
            for number in 1...300 { try await store.put("/a", "\(number)") }
            var late = store.changes(prefix: "/", after: Revision(0)).makeAsyncIterator()
            _ = try await late.next()
            var early = store.changes(prefix: "/", after: Revision(300)).makeAsyncIterator()
            try await store.compact(before: Revision(300))
            try await store.put("/a", "301")
            try expect(try await early.next()?.text, "301: /a=301(=300)")
            do {
                while let change = try await late.next() {
                    try expect(change.revision < Revision(300), true, "the end of what was read")
                }
                throw BrokenLaw(description: "a reader behind compaction ends without an error")
            } catch StoreError.compacted(let oldest) {
                try expect(oldest, Revision(300))
            }
        },
        .withStore("compaction beside writers takes nothing that is there") { store in
            let writing = Task {
                for number in 0..<1500 {
                    let key = "/n/\(number % 40)"
                    if number % 7 == 0 {
                        try await store.delete(key)
                    } else {
                        try await store.put(key, "\(number)")
                    }
                }
            }
            for _ in 0..<10 { try await store.compact(before: try await store.revision) }
            try await writing.value
            try await store.compact(before: try await store.revision)
            var wanted: [String: String] = [:]
            for number in 0..<1500 {
                wanted["/n/\(number % 40)"] = number % 7 == 0 ? nil : "\(number)"
            }
            let listing = try await store.list("/n/")
            try expect(
                Dictionary(uniqueKeysWithValues: listing.values.map { ($0.key, $0.text) }), wanted)
        },
    ]
}
