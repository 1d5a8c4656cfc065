import ObjectStore

extension StoreLaw {
    static let listing: [StoreLaw] = [
        .withStore("keys are in the order of their bytes") { store in
            let sorted = [
                "/A", "/a", "/a-b", "/a.b", "/a/b", "/a0", "/aa", "/a\u{e9}", "/b", "/\u{e9}",
            ]
            for key in sorted.shuffled() { try await store.put(key, "") }
            try expect(try await store.list("/").keys, sorted)
            try expect(try await store.list("").keys, sorted)
        },
        .withStore("a prefix takes what begins with it and nothing else") { store in
            for key in ["/pods", "/pods/", "/pods/a", "/pods/b/c", "/podsets/a", "/q"] {
                try await store.put(key, "")
            }
            try expect(try await store.list("/pods/").keys, ["/pods/", "/pods/a", "/pods/b/c"])
            try expect(try await store.list("/pods/b").keys, ["/pods/b/c"])
            try expect(try await store.list("/r").keys, [])
        },
        .withStore("pages at one revision are the whole, whatever is written meanwhile") { store in
            for number in 10..<40 { try await store.put("/k/\(number)", "old") }
            let whole = try await store.list("/k/")
            var found: [StoredValue] = []
            var start: String?
            while true {
                let page = try await store.list(
                    prefix: "/k/", from: start, at: whole.revision, limit: 7)
                found += page.values
                try expect(page.revision, whole.revision)
                try expect(page.remaining, whole.values.count - found.count)
                guard page.remaining > 0, let last = page.values.last else { break }
                start = last.key + "\0"
                try await store.put("/k/1\(found.count)", "new")
                try await store.delete("/k/3\(found.count / 7)")
                try await store.put("/k/99", "new")
            }
            try expect(found, whole.values)
        },
        .withStore("a listing starts at the key it is told, and counts what is left") { store in
            for key in ["/a", "/b", "/c", "/d"] { try await store.put(key, "") }
            let page = try await store.list(prefix: "/", from: "/b", at: nil, limit: 2)
            try expect(page.keys, ["/b", "/c"])
            try expect(page.remaining, 1)
            let before = try await store.list(prefix: "/b", from: "/a", at: nil, limit: nil)
            try expect(before.keys, ["/b"])
            let rest = try await store.list(prefix: "/", from: "/c\0", at: nil, limit: 5)
            try expect(rest.keys, ["/d"])
            try expect(rest.remaining, 0)
            let none = try await store.list(prefix: "/", from: nil, at: nil, limit: 0)
            try expect(none.keys, [])
            try expect(none.remaining, 4)
        },
        .withStore("a listing is as of a revision, past ones too") { store in
            let first = try await store.put("/a", "1")
            let second = try await store.put("/b", "1")
            let third = try await store.put("/a", "2")
            let fourth = try await store.delete("/b")
            try await store.put("/b", "3")
            func text(_ revision: Revision) async throws -> [String] {
                try await store.list("/", at: revision).values.map {
                    "\($0.key)=\($0.text) \($0.created) \($0.modified)"
                }
            }
            try expect(try await text(Revision(0)), [])
            try expect(try await text(first), ["/a=1 1 1"])
            try expect(try await text(second), ["/a=1 1 1", "/b=1 2 2"])
            try expect(try await text(third), ["/a=2 1 3", "/b=1 2 2"])
            try expect(try await text(fourth), ["/a=2 1 3"])
            try expect(try await text(Revision(5)), ["/a=2 1 3", "/b=3 5 5"])
        },
        .withStore("a revision that has not been can't be listed") { store in
            let revision = try await store.put("/a", "1")
            for ahead in [Revision(2), Revision(.max)] {
                try await expect(.future(current: revision)) {
                    _ = try await store.list("/", at: ahead)
                }
            }
        },
    ]
}
