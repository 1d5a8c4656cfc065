import APIMachinery
import JSON

/// What is done to an object of a kind, and demanded of it, when it is written.
///
/// The server calls them in this order. Create: decode (prune), `setDefaults`, admission, metadata,
/// `prepareForCreate`, allocation, `validateCreate`. Update: decode or patch, `setDefaults`,
/// metadata, `prepareForUpdate`, admission, `validateUpdate`. All are pure.
public struct ResourceRules: Sendable {
    /// How names are checked.
    public typealias NameRule = APIMachinery.NameRule

    /// How names are checked.
    public var name = NameRule.subdomain
    /// Whether PUT makes an object that isn't there.
    public var createsOnUpdate = false
    /// Whether an update without `resourceVersion` is taken.
    public var allowsUnconditionalUpdate = true
    /// Whether `metadata.generation` counts changes of what is wanted.
    public var hasGeneration = false
    /// The members that make no generation: a change elsewhere counts.
    public var membersWithoutGeneration: Set<String> = ["metadata", "status"]
    /// Whether a change of annotations counts, too (Deployments).
    public var countsAnnotationsInGeneration = false
    /// What `kubectl delete` without a policy does with dependents: orphans them if true.
    public var orphansByDefault = false
    /// Fills in what the writer left out, also for what is nested in other kinds' templates.
    public var setDefaults: @Sendable (inout APIObject) -> Void = { _ in }
    /// Removes what the writer of a new object may not set, and sets what the server does.
    public var prepareForCreate: @Sendable (inout APIObject, WriteContext) -> Void = { _, _ in }
    /// The same for a changed object (new, old).
    public var prepareForUpdate: @Sendable (inout APIObject, APIObject, WriteContext) -> Void = {
        _, _, _ in
    }
    /// The mistakes of a new object; names and other metadata are checked by the server.
    public var validateCreate: @Sendable (APIObject, WriteContext) -> [InvalidField] = { _, _ in []
    }
    /// The mistakes of a changed object (new, old).
    public var validateUpdate: @Sendable (APIObject, APIObject, WriteContext) -> [InvalidField] = {
        _, _, _ in []
    }
    /// Sentences for `Warning` headers (new, old or nil).
    public var warnings: @Sendable (APIObject, APIObject?) -> [String] = { _, _ in [] }
    /// The seconds of grace of a deletion (object, seconds asked for or nil); nil: deleted at once.
    public var gracePeriod: (@Sendable (APIObject, Int?) -> Int)?

    /// Rules that allow everything.
    public init() {}
}

/// What the rules may know of the request.
public struct WriteContext: Sendable {
    /// Who asks.
    public var userName: String
    /// The groups of who asks.
    public var groups: [String]
    /// When.
    public var now: Timestamp
    /// Which address families Services may have, the first one first: `IPv4`, `IPv6`.
    public var serviceFamilies: [String]
    /// Whether pods may ask for privileges.
    public var allowsPrivileged: Bool

    /// A context.
    public init(
        userName: String, groups: [String] = [], now: Timestamp,
        serviceFamilies: [String] = ["IPv4"], allowsPrivileged: Bool = true
    ) {
        self.userName = userName
        self.groups = groups
        self.now = now
        self.serviceFamilies = serviceFamilies
        self.allowsPrivileged = allowsPrivileged
    }
}
