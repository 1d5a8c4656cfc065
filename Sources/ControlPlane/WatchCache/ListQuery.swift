import APIMachinery
import ObjectStore

/// What a list asks for.
public struct ListQuery: Sendable {
    /// Of which moment the answer must be.
    public enum Moment: Sendable, Hashable {
        /// Now: everything acknowledged before the request is in it.
        case latest
        /// Whatever is at hand.
        case any
        /// This revision or a later one.
        case notOlder(than: Revision)
        /// This revision.
        case exactly(Revision)
    }

    /// The resource, as stored.
    public var resource: GroupResource
    /// Which of its objects.
    public var filter: ObjectFilter
    /// Of which moment.
    public var moment = Moment.latest
    /// How many at most; 0 for all.
    public var limit = 0
    /// Where an earlier answer with a limit left off; empty at the beginning.
    public var continueToken = ""

    /// A list of everything that a filter lets through.
    public init(resource: GroupResource, filter: ObjectFilter = ObjectFilter()) {
        self.resource = resource
        self.filter = filter
    }
}

/// The answer to a list.
public struct ListPage: Sendable {
    /// The objects in the order of their keys.
    public var objects: [CachedObject]
    /// The revision that was read.
    public var revision: Revision
    /// Where to go on; empty when this is the last page.
    public var continueToken = ""
    /// How many more there are, where that is known.
    public var remaining: Int?
}

/// All objects of a resource or of one of its namespaces.
public struct CachedList: Sendable {
    /// In the order of their keys.
    public var objects: ArraySlice<CachedObject>
    /// The revision.
    public var revision: Revision
}
