import ObjectStore

extension StoreLaw {
    static let watching: [StoreLaw] = [
        .withStore("changes tell each commit, with what was there before") { store in
            try await store.put("/a", "1")
            try await store.commit([.put("/a", "2"), .put("/b", "1"), .delete("/none")])
            try await store.commit([.delete("/a"), .put("/c", "")])
            let changes = try await store.take(3, of: "/", after: Revision(0))
            let wanted = ["1: /a=1(-)", "2: /a=2(=1) /b=1(-)", "3: /a-(=2) /c=(-)"]
            try expect(changes.map(\.text), wanted)
            for place in 1...2 {
                let rest = try await store.take(3 - place, of: "/", after: Revision(UInt64(place)))
                try expect(rest.map(\.text), Array(wanted[place...]))
            }
        },
        .withStore("changes leave out what is not under their prefix") { store in
            try await store.put("/a/1", "1")
            try await store.put("/ab", "1")
            try await store.commit([.put("/b", "1"), .put("/a/2", "1")])
            try await store.put("/b", "2")
            try await store.delete("/a/1")
            let changes = try await store.take(3, of: "/a/", after: Revision(0))
            try expect(
                changes.map(\.text), ["1: /a/1=1(-)", "3: /a/2=1(-)", "5: /a/1-(=1)"])
        },
        .withStore("a reader that waits is told of the next commit") { store in
            try await store.put("/a", "1")
            async let told = store.take(2, of: "/", after: Revision(1))
            try await store.put("/b", "1")
            try await store.put("/c", "1")
            try expect(try await told.map(\.text), ["2: /b=1(-)", "3: /c=1(-)"])
        },
        .withStore("a listing and the changes after it are what is there, mid-write too") { store in
            let writing = Task {
                for number in 0..<200 {
                    try await store.commit([
                        .put("/n/\(number % 17)", "\(number)"), .delete("/n/\((number + 5) % 17)"),
                    ])
                }
            }
            for _ in 0..<10 {
                let listing = try await store.list("/n/")
                var values = Dictionary(
                    uniqueKeysWithValues: listing.values.map { ($0.key, $0.value) })
                let later = try await store.put("/n/mark", "\(listing.revision)")
                for try await change in store.changes(prefix: "/n/", after: listing.revision) {
                    for event in change.events {
                        try expect(event.previous, values[event.key], "before \(change.revision)")
                        values[event.key] = event.value
                    }
                    if change.revision == later { break }
                }
                let now = try await store.list("/n/", at: later)
                try expect(
                    Dictionary(uniqueKeysWithValues: now.values.map { ($0.key, $0.value) }), values)
            }
            try await writing.value
        },
        .withStore("a slow reader misses nothing, however much is written meanwhile") { store in
            try await store.put("/a", "0")
            var iterator = store.changes(prefix: "/", after: Revision(0)).makeAsyncIterator()
            try expect(try await iterator.next()?.text, "1: /a=0(-)")
            for number in 1...500 { try await store.put("/a", "\(number)") }
            for number in 1...500 {
                try expect(
                    try await iterator.next()?.text,
                    "\(number + 1): /a=\(number)(=\(number - 1))")
            }
        },
        .withStore("a stream ends when its reader stops, and when the store closes") { store in
            let stopped = Task {
                for try await _ in store.changes(prefix: "/", after: Revision(0)) {}
                return true
            }
            stopped.cancel()
            try expect(try await stopped.value, true)
            let open = Task {
                for try await _ in store.changes(prefix: "/", after: Revision(0)) {}
                return true
            }
            await store.close()
            try expect(try await open.value, true)
        },
        .withStore("there are no changes after a revision that has not been") { store in
            let revision = try await store.put("/a", "1")
            for ahead in [Revision(2), Revision(.max)] {
                try await expect(.future(current: revision)) {
                    _ = try await store.take(1, of: "/", after: ahead)
                }
            }
        },
    ]
}
