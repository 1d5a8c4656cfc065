import LinuxSystem
import ObjectStore
import SQLiteStore
import Testing

/// Files that are not what they should be: a clear line, and never a new store in their place.
@Suite struct DamageTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var says: String
        var damage: @Sendable ([UInt8]) -> [UInt8]
    }

    static let damages: [Damage] = [
        Damage(testDescription: "garbage", says: "is damaged: file is not a database") { _ in
            Array("this is no database, ".utf8) + [UInt8](repeating: 7, count: 9000)
        },
        Damage(testDescription: "an empty file", says: "is empty, which no store is") { _ in [] },
        Damage(testDescription: "half of it", says: "is damaged: ") {
            Array($0[..<($0.count / 2)])
        },
        Damage(testDescription: "zeros in the middle", says: "is damaged: ") { bytes in
            var bytes = bytes
            let middle = bytes.count / 8192 * 4096
            for at in middle..<(middle + 40_960) { bytes[at] = 0 }
            return bytes
        },
        Damage(testDescription: "another's database", says: "is another program's database") {
            var bytes = $0
            bytes.replaceSubrange(68..<72, with: [0, 0, 0, 0])
            return bytes
        },
        Damage(testDescription: "a newer version", says: "has version 9 of the store's tables") {
            var bytes = $0
            bytes.replaceSubrange(60..<64, with: [0, 0, 0, 9])
            return bytes
        },
    ]

    @Test(arguments: damages)
    func `a damaged file is refused and stays as it is`(_ damage: Damage) async throws {
        let place = try Place()
        try await place.fill()
        let bytes = damage.damage(try Files.read(place.path))
        try Files.remove(place.path)
        try Files.createExclusively(place.path, bytes)
        let failure = try #require(await place.failure())
        #expect(failure.contains(damage.says), "\(failure)")
        #expect(failure.contains(place.path), "\(failure)")
        #expect(try Files.read(place.path) == bytes)
    }

    @Test func `a log without its file is refused`() async throws {
        let place = try Place()
        try await place.fill()
        try Files.remove(place.path)
        try Files.createExclusively(place.path + "-wal", [1, 2, 3])
        let failure = try #require(await place.failure())
        #expect(failure.contains("is missing, but its write-ahead log"), "\(failure)")
        #expect(!Files.exists(place.path))
    }

    @Test func `a file that was begun and never finished is begun anew`() async throws {
        let place = try Place()
        try Files.createExclusively(place.path + ".new", [UInt8](repeating: 0, count: 4096))
        try Files.createExclusively(place.path + ".new-journal", [UInt8](repeating: 0, count: 512))
        #expect(await place.failure() == nil)
    }

    @Test func `a store is its owner's alone`() async throws {
        let place = try Place()
        let store = try SQLiteStore(path: place.path)
        for name in try Files.list(place.folder) {
            #expect(try Files.status("\(place.folder)/\(name)").permissions == 0o600, "\(name)")
        }
        await store.close()
    }

    @Test func `a file has one process at a time`() async throws {
        let place = try Place()
        let store = try SQLiteStore(path: place.path)
        let failure = try #require(await place.failure())
        #expect(failure.contains("\(place.path) is in use by another process"), "\(failure)")
        await store.close()
        #expect(await place.failure() == nil)
    }

    @Test func `a folder that can't be made is named`() async throws {
        let place = try Place()
        try Files.createExclusively(place.folder + "/file", [1])
        #expect(throws: StoreError.self) {
            _ = try SQLiteStore(path: place.folder + "/file/state.db")
        }
    }
}
