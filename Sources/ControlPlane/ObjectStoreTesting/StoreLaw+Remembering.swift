import ObjectStore

extension StoreLaw {
    static let remembering: [StoreLaw] = [
        StoreLaw("what was committed is there again, with its history", needsMemory: true) {
            place in
            let first = try await place.open()
            try await first.commit([.put("/a", "1"), .put("/b", "1")])
            try await first.put("/a", "2")
            try await first.delete("/b")
            let values = try await first.list("").values
            await first.close()
            let second = try await place.open()
            try expect(try await second.revision, Revision(3))
            try expect(try await second.list("").values, values)
            try expect(
                try await second.list("", at: Revision(1)).values.map(\.text), ["1", "1"])
            try expect(
                try await second.take(3, of: "/", after: Revision(0)).map(\.text),
                ["1: /a=1(-) /b=1(-)", "2: /a=2(=1)", "3: /b-(=1)"])
            try expect(try await second.put("/b", "2", .absent), Revision(4))
            await second.close()
        },
        StoreLaw("what was compacted stays so, and the revision too", needsMemory: true) { place in
            let first = try await place.open()
            for number in 1...5 { try await first.put("/a", "\(number)") }
            try await first.delete("/a")
            try await first.compact(before: Revision(6))
            await first.close()
            let second = try await place.open()
            try expect(try await second.revision, Revision(6))
            try await expect(.compacted(oldest: Revision(6))) {
                _ = try await second.list("", at: Revision(5))
            }
            try await expect(.compacted(oldest: Revision(6))) {
                _ = try await second.take(1, of: "", after: Revision(5))
            }
            try expect(try await second.put("/a", "6", .absent), Revision(7))
            await second.close()
        },
    ]
}
