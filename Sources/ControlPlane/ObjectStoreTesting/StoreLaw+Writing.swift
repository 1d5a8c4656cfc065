import ObjectStore

extension StoreLaw {
    static let writing: [StoreLaw] = [
        .withStore("each commit is the next revision, for all its keys") { store in
            try expect(try await store.revision, Revision(0))
            let both = [StoreWrite.put("/a", "1"), .put("/b", "1")]
            try expect(try await store.commit(both), Revision(1))
            try expect(try await store.put("/a", "2"), Revision(2))
            try expect(try await store.revision, Revision(2))
            try expect(try await store.get("/a")?.modified, Revision(2))
            try expect(try await store.get("/b")?.modified, Revision(1))
        },
        .withStore("a key keeps the revision that made it until it is deleted") { store in
            try await store.put("/a", "1")
            try await store.put("/a", "2")
            try expect(
                try await store.get("/a"),
                StoredValue(
                    key: "/a", value: Array("2".utf8), created: Revision(1),
                    modified: Revision(2)))
            try await store.delete("/a")
            try expect(try await store.get("/a"), nil)
            try await store.put("/a", "3")
            try expect(try await store.get("/a")?.created, Revision(4))
        },
        .withStore("a key that must be absent is not overwritten") { store in
            try await store.put("/a", "1")
            let current = try await store.get("/a")
            try await expect(.conflict(key: "/a", current: current)) {
                try await store.put("/a", "2", .absent)
            }
            try expect(try await store.get("/a")?.text, "1")
            try await store.delete("/a")
            try await store.put("/a", "2", .absent)
            try expect(try await store.get("/a")?.text, "2")
        },
        .withStore("a key that has changed is neither overwritten nor deleted") { store in
            let first = try await store.put("/a", "1")
            try await store.put("/a", "2")
            let current = try await store.get("/a")
            try await expect(.conflict(key: "/a", current: current)) {
                try await store.put("/a", "3", .unchanged(since: first))
            }
            try await expect(.conflict(key: "/a", current: current)) {
                try await store.delete("/a", .unchanged(since: first))
            }
            try await expect(.conflict(key: "/gone", current: nil)) {
                try await store.put("/gone", "3", .unchanged(since: first))
            }
            try await store.delete("/a", .unchanged(since: Revision(2)))
            try expect(try await store.list("").values, [])
        },
        .withStore("a conflict leaves nothing of its commit and takes no revision") { store in
            try await store.put("/b", "1")
            let current = try await store.get("/b")
            try await expect(.conflict(key: "/b", current: current)) {
                _ = try await store.commit([
                    .put("/a", "2"), .put("/b", "2", .absent), .put("/c", "2"),
                ])
            }
            try expect(try await store.list("").keys, ["/b"])
            try expect(try await store.put("/d", "1"), Revision(2))
        },
        .withStore("what is expected is what was there before the commit") { store in
            try await store.commit([.put("/a", "1", .absent), .put("/a", "2", .absent)])
            try expect(try await store.get("/a")?.text, "2")
            try await store.commit([.delete("/a", .unchanged(since: Revision(1))), .put("/a", "3")])
            let changes = try await store.take(2, of: "", after: Revision(0))
            try expect(
                changes.map(\.text), ["1: /a=1(-) /a=2(=1)", "2: /a-(=2) /a=3(-)"])
        },
        .withStore("a commit may depend on a key that it leaves alone") { store in
            let first = try await store.put("/a", "1")
            let known = StoreWrite.condition("/a", is: .unchanged(since: first))
            try expect(try await store.commit([.put("/b", "1"), known]), Revision(2))
            try expect(try await store.get("/a")?.modified, first)
            let missing = StoreWrite.condition("/c", is: .absent)
            try expect(try await store.commit([.put("/b", "2"), missing]), Revision(3))
            try await store.put("/a", "2")
            let current = try await store.get("/a")
            try await expect(.conflict(key: "/a", current: current)) {
                _ = try await store.commit([.put("/b", "3"), known])
            }
            try expect(try await store.get("/b")?.text, "2")
            let changes = try await store.take(3, of: "", after: first)
            try expect(changes.map(\.text), ["2: /b=1(-)", "3: /b=2(=1)", "4: /a=2(=1)"])
        },
        .withStore("a commit that changes nothing takes no revision") { store in
            try await store.put("/a", "1")
            try expect(
                try await store.commit([.condition("/a", is: .unchanged(since: Revision(1)))]),
                Revision(1))
            try expect(try await store.delete("/b"), Revision(1))
            try expect(try await store.commit([]), Revision(1))
            try expect(try await store.revision, Revision(1))
        },
        .withStore("values come back byte by byte, whatever their size") { store in
            let sizes = [0, 1, 100, 4000, 4096, 5000, 100_000, 3 << 20]
            for size in sizes {
                let value = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ size) }
                let write = StoreWrite(key: "/\(size)", value: value, expectation: .absent)
                let revision = try await store.commit([write])
                let found = try await store.get("/\(size)")
                try expect(found?.value == value, true, "a value of \(size) bytes")
                try expect(found?.modified, revision)
            }
            let listing = try await store.list("/")
            try expect(listing.values.map(\.value.count).sorted(), sizes)
        },
        .withStore("a closed store refuses") { store in
            try await store.put("/a", "1")
            await store.close()
            do {
                try await store.put("/a", "2")
            } catch StoreError.unavailable {
                return
            }
            throw BrokenLaw(description: "a closed store takes a commit")
        },
    ]
}
