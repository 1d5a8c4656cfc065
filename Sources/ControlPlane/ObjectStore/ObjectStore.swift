/// A store of revisioned keys: what etcd is to Kubernetes, as an interface.
///
/// One growing revision counts the commits of the whole store. What `commit` returned is durable:
/// a crash or a power cut at any later moment loses nothing of it, and shows nothing of a commit
/// that never returned in part. Readers never wait for writers.
public protocol ObjectStore: Sendable {
    /// The revision of the last commit; 0 before the first.
    var revision: Revision { get async throws }

    /// Writes all or nothing, as one revision that all written keys get.
    ///
    /// All expectations are about what was there before the commit. Deleting what is not there
    /// changes nothing; a commit that changes nothing returns the revision as it is.
    /// - Throws: `StoreError.conflict` when an expectation fails (nothing is written then), or
    ///   `.unavailable` when the store can't take writes now (a full disk), nothing written either.
    func commit(_ writes: [StoreWrite]) async throws -> Revision

    /// A key's value; nil when it is not there.
    func get(_ key: String) async throws -> StoredValue?

    /// The keys with a prefix in byte order, as of a revision (nil: now), from one key on (that key
    /// included: to go on behind `k`, start at `k\0`).
    /// - Throws: `StoreError.compacted` or `.future` for a revision that can't be read.
    func list(
        prefix: String, from start: String?, at revision: Revision?, limit: Int?
    )
        async throws -> StoreListing

    /// What changes under a prefix after a revision, commit by commit in order, without gaps. The
    /// stream goes on until its reader stops or the store is closed, or ends with
    /// `StoreError.compacted` when history no longer reaches back that far (also for a reader that
    /// was too slow), or with `.future` after a revision that has not been.
    func changes(
        prefix: String, after revision: Revision
    )
        -> AsyncThrowingStream<StoreChange, any Error>

    /// Forgets what was replaced or deleted before a revision; done in small steps beside writes.
    func compact(before revision: Revision) async throws

    /// Stops taking requests, finishes those under way and closes.
    func close() async
}

/// A count of commits.
public struct Revision: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The count.
    public var rawValue: UInt64

    /// A revision by its count.
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    /// Earlier is less.
    public static func < (a: Revision, b: Revision) -> Bool { a.rawValue < b.rawValue }

    /// In decimal.
    public var description: String { String(rawValue) }
}

/// One write of a commit.
public struct StoreWrite: Sendable, Hashable {
    /// What the key must be for the commit to be done.
    public enum Expectation: Sendable, Hashable {
        /// Not there.
        case absent
        /// There, last changed by this revision.
        case unchanged(since: Revision)
        /// Whatever it is.
        case anything
    }

    /// The key: `/registry/pods/default/web`.
    public var key: String
    /// The new value; nil deletes.
    public var value: [UInt8]?
    /// What must hold.
    public var expectation: Expectation
    /// Whether the key stays as it is, so that the expectation is all.
    public private(set) var isCondition = false

    /// A write.
    public init(key: String, value: [UInt8]?, expectation: Expectation) {
        self.key = key
        self.value = value
        self.expectation = expectation
    }

    /// What must hold of a key that the commit leaves alone.
    public static func condition(_ key: String, is expectation: Expectation) -> StoreWrite {
        var write = StoreWrite(key: key, value: nil, expectation: expectation)
        write.isCondition = true
        return write
    }
}

/// A value with its history.
public struct StoredValue: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The bytes.
    public var value: [UInt8]
    /// The revision that made the key.
    public var created: Revision
    /// The revision that changed it last.
    public var modified: Revision

    /// A value.
    public init(key: String, value: [UInt8], created: Revision, modified: Revision) {
        self.key = key
        self.value = value
        self.created = created
        self.modified = modified
    }
}

/// A list of values.
public struct StoreListing: Sendable {
    /// The values in the order of their keys.
    public var values: [StoredValue]
    /// The revision that was read.
    public var revision: Revision
    /// How many more there are behind the limit.
    public var remaining: Int

    /// A listing.
    public init(values: [StoredValue], revision: Revision, remaining: Int) {
        self.values = values
        self.revision = revision
        self.remaining = remaining
    }
}

/// What one commit changed.
public struct StoreChange: Sendable {
    /// One key's change.
    public struct Event: Sendable {
        /// The key.
        public var key: String
        /// What it is now; nil when it was deleted.
        public var value: [UInt8]?
        /// What it was before; nil when it was not there.
        public var previous: [UInt8]?

        /// A change of a key.
        public init(key: String, value: [UInt8]?, previous: [UInt8]?) {
            self.key = key
            self.value = value
            self.previous = previous
        }
    }

    /// The commit.
    public var revision: Revision
    /// Its changes, in the order in which they were written.
    public var events: [Event]

    /// A commit's changes.
    public init(revision: Revision, events: [Event]) {
        self.revision = revision
        self.events = events
    }
}
