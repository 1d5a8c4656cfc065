import ObjectStore

/// Something every store must hold to. The laws know no store and no test framework: a suite plays
/// each of `StoreLaw.all` against a place for its own store.
public struct StoreLaw: Sendable, CustomStringConvertible {
    /// What holds, as a sentence.
    public var description: String
    /// Whether the store must remember across closing and opening.
    public var needsMemory: Bool
    /// Tries it.
    public var hold: @Sendable (any StorePlace) async throws -> Void

    init(
        _ description: String, needsMemory: Bool = false,
        _ hold: @escaping @Sendable (any StorePlace) async throws -> Void
    ) {
        self.description = description
        self.needsMemory = needsMemory
        self.hold = hold
    }

    /// A law that one open store is enough for.
    static func withStore(
        _ description: String, _ hold: @escaping @Sendable (any ObjectStore) async throws -> Void
    ) -> StoreLaw {
        StoreLaw(description) { place in
            let store = try await place.open()
            try await hold(store)
            await store.close()
        }
    }

    /// All of them.
    public static let all =
        writing + listing + watching + compacting + concurrency + remembering + histories
}

/// Where a store lives: empty at first.
public protocol StorePlace: Sendable {
    /// Opens the store; what was stored here before is there when the store remembers.
    func open() async throws -> any ObjectStore
}

/// A law that does not hold.
public struct BrokenLaw: Error, CustomStringConvertible {
    /// What was found.
    public var description: String
}

/// Throws `BrokenLaw` when two values differ.
func expect<Value: Equatable>(
    _ found: Value, _ wanted: Value, _ what: String = "", line: Int = #line, file: String = #fileID
) throws {
    if found != wanted {
        throw BrokenLaw(description: "\(file):\(line): \(what): \(found), not \(wanted)")
    }
}

/// Throws `BrokenLaw` unless the body throws this error of a store.
func expect(
    _ wanted: StoreError, line: Int = #line, file: String = #fileID,
    _ body: () async throws -> Void
) async throws {
    do {
        try await body()
    } catch let error as StoreError {
        return try expect(error, wanted, "error", line: line, file: file)
    }
    throw BrokenLaw(description: "\(file):\(line): no error, where \(wanted) is due")
}

extension ObjectStore {
    /// Writes one key.
    @discardableResult
    func put(
        _ key: String, _ text: String, _ expectation: StoreWrite.Expectation = .anything
    ) async throws -> Revision {
        try await commit([.put(key, text, expectation)])
    }

    /// Deletes one key.
    @discardableResult
    func delete(
        _ key: String, _ expectation: StoreWrite.Expectation = .anything
    ) async throws -> Revision {
        try await commit([.delete(key, expectation)])
    }

    /// A whole listing.
    func list(_ prefix: String, at revision: Revision? = nil) async throws -> StoreListing {
        try await list(prefix: prefix, from: nil, at: revision, limit: nil)
    }

    /// The next so many changes.
    func take(
        _ count: Int, of prefix: String, after revision: Revision
    ) async throws
        -> [StoreChange]
    {
        var taken: [StoreChange] = []
        if count == 0 { return [] }
        for try await change in changes(prefix: prefix, after: revision) {
            taken.append(change)
            if taken.count == count { break }
        }
        return taken
    }
}

extension StoreWrite {
    static func put(
        _ key: String, _ text: String, _ expectation: Expectation = .anything
    ) -> StoreWrite {
        StoreWrite(key: key, value: Array(text.utf8), expectation: expectation)
    }

    static func delete(_ key: String, _ expectation: Expectation = .anything) -> StoreWrite {
        StoreWrite(key: key, value: nil, expectation: expectation)
    }
}

extension StoredValue {
    var text: String { String(decoding: value, as: UTF8.self) }
}

extension StoreListing {
    var keys: [String] { values.map(\.key) }
}

extension StoreChange {
    /// `5: a=1 (0) b- (2)`: what became of each key, and what it was before.
    var text: String {
        func text(_ bytes: [UInt8]?) -> String {
            bytes.map { "=" + String(decoding: $0, as: UTF8.self) } ?? "-"
        }
        let events = events.map { "\($0.key)\(text($0.value))(\(text($0.previous)))" }
        return "\(revision): " + events.joined(separator: " ")
    }
}
