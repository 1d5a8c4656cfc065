import ObjectStore

/// One change of one object.
public struct CacheEvent: Sendable {
    /// The commit.
    public var revision: Revision
    /// What it is now; nil when it was deleted.
    public var object: CachedObject?
    /// What it was before; nil when it was not there.
    public var previous: CachedObject?

    /// A change.
    public init(revision: Revision, object: CachedObject?, previous: CachedObject?) {
        self.revision = revision
        self.object = object
        self.previous = previous
    }

    /// The object's place.
    var path: String { object?.path ?? previous?.path ?? "" }

    /// The kinds of events of a watch.
    public enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    /// What a watcher that is interested in some objects only sees of it: one that leaves what it
    /// watches is deleted for it, and has its last state there with the revision of its leaving.
    func seen(through filter: ObjectFilter) -> (kind: Kind, object: CachedObject)? {
        let isSeen = object.map(filter.matches) ?? false
        let wasSeen = previous.map(filter.matches) ?? false
        switch (wasSeen, isSeen) {
        case (false, true): return object.map { (.added, $0) }
        case (true, true): return object.map { (.modified, $0) }
        case (true, false): return previous.map { (.deleted, $0.restamped(revision)) }
        case (false, false): return nil
        }
    }
}
