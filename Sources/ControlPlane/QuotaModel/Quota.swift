import APIMachinery
import JSON

/// What a ResourceQuota allows, and what is used of it.
public struct Quota: Sendable, Hashable {
    /// The name.
    public var name: String
    /// What may be used.
    public var hard: ResourceList
    /// What its status says may be used, and is.
    public var statedHard: ResourceList
    public var used: ResourceList
    private var scopes: [QuotaScope]

    /// Reads a ResourceQuota.
    public init(_ object: APIObject) {
        name = object.name
        hard = ResourceList(object["spec", "hard"])
        statedHard = ResourceList(object["status", "hard"])
        used = ResourceList(object["status", "used"])
        scopes = QuotaScope.all(object["spec"])
    }

    /// The resources whose objects count.
    public var resources: Set<GroupResource> {
        Set(hard.names.compactMap(ObjectUsage.resource))
    }

    /// Whether an object counts at all: scopes are about pods only.
    public func covers(_ usage: ObjectUsage) -> Bool {
        scopes.isEmpty || (usage.pod.map { pod in scopes.allSatisfy { $0.matches(pod) } } ?? false)
    }

    /// What objects use of the quota; each of its names is there.
    public func sum(_ usages: some Sequence<ObjectUsage>) -> ResourceList {
        var sum = ResourceList()
        for name in hard.names { sum[name] = Quantity(0) }
        for usage in usages where covers(usage) {
            sum += usage.amounts.only { hard[$0] != nil }
        }
        return sum
    }
}
