import APIMachinery
import ObjectStore

/// What a watch asks for.
public struct WatchQuery: Sendable {
    /// Where a watch begins.
    public enum Start: Sendable, Hashable {
        /// With what is there now, each object as added, then what changes.
        case current
        /// With what changed after a revision.
        case after(Revision)
    }

    /// The resource, as stored.
    public var resource: GroupResource
    /// Which of its objects.
    public var filter: ObjectFilter
    /// Where it begins.
    public var start = Start.current
    /// Whether bookmarks are wanted.
    public var wantsBookmarks = false
    /// Whether a bookmark tells the end of what was there at the beginning.
    public var marksInitialEnd = false
    /// After how long it ends.
    public var timeout: Duration
    /// How events become bytes.
    public var encoding: any WatchEncoding

    /// A watch of everything that a filter lets through.
    public init(
        resource: GroupResource, filter: ObjectFilter = ObjectFilter(),
        timeout: Duration = .seconds(3600), encoding: any WatchEncoding
    ) {
        self.resource = resource
        self.filter = filter
        self.timeout = timeout
        self.encoding = encoding
    }
}

/// How the events of a watch become bytes.
public protocol WatchEncoding: Sendable {
    /// Watches with the same key share the bytes of an event; nil when each has its own.
    var sharingKey: String? { get }
    /// An event; the first of a watch may say more than those behind it.
    func event(_ kind: CacheEvent.Kind, _ object: CachedObject, isFirst: Bool) -> [UInt8]
    /// A bookmark.
    func bookmark(_ revision: Revision, endsInitial: Bool) -> [UInt8]
    /// What went wrong; the stream ends behind it.
    func failure(_ status: APIStatus) -> [UInt8]
}

/// Where the bytes of a watch go: the body of an answer.
public protocol WatchSink: Sendable {
    /// Queues bytes and returns at once.
    /// - Returns: false when it is closed.
    func write(_ bytes: [UInt8]) -> Bool
    /// Bytes that are queued still: how far the reader lags.
    var pendingByteCount: Int { get }
    /// Ends it behind what is queued.
    func close()
}

/// A watch under way.
public struct WatchHandle: Sendable {
    let id: UInt64
    let cache: WatchCache

    /// Ends the watch, when its reader is gone; the sink is not told.
    public func cancel() { cache.cancelWatch(id) }
}
