import ObjectStore

extension StoreLaw {
    static let concurrency: [StoreLaw] = [
        .withStore("of many who make one key, one does") { store in
            for round in 0..<20 {
                let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<50 {
                        group.addTask {
                            do {
                                try await store.put("/only/\(round)", "\(number)", .absent)
                                return true
                            } catch StoreError.conflict { return false }
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                try expect(made, 1)
            }
        },
        .withStore("counting with preconditions loses no count") { store in
            try await store.put("/count", "0")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask { for _ in 0..<10 { try await count(in: store) } }
                }
                try await group.waitForAll()
            }
            let found = try await store.get("/count")
            try expect(found?.text, "200")
            try expect(found?.modified, Revision(201))
        },
        .withStore("a commit that has returned is seen by everyone") { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<20 {
                    group.addTask {
                        for number in 0..<20 {
                            let key = "/w/\(writer)"
                            let revision = try await store.put(key, "\(number)")
                            try expect(try await store.get(key)?.modified, revision)
                            try expect(try await store.revision >= revision, true)
                            let listing = try await store.list(key)
                            try expect(listing.values.first?.text, "\(number)")
                            try expect(listing.revision >= revision, true)
                        }
                    }
                }
                try await group.waitForAll()
            }
        },
        .withStore("all readers are told the same, in the same order") { store in
            let readers = (0..<20).map { _ in
                Task { try await store.take(400, of: "/", after: Revision(0)).map(\.text) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<20 {
                    group.addTask {
                        for number in 0..<20 {
                            try await store.put("/\((writer + number) % 9)", "\(writer).\(number)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let first = try await store.take(400, of: "/", after: Revision(0)).map(\.text)
            try expect(Set(first).count, 400)
            for reader in readers { try expect(try await reader.value, first) }
        },
    ]

    /// Adds one to `/count`, again and again until nobody else did meanwhile.
    private static func count(in store: any ObjectStore) async throws {
        while let found = try await store.get("/count") {
            let next = (Int(found.text) ?? 0) + 1
            do {
                try await store.put("/count", "\(next)", .unchanged(since: found.modified))
                return
            } catch StoreError.conflict { continue }
        }
    }
}
