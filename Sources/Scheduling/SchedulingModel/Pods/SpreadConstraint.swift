import APIMachinery
import JSON

/// How evenly pods should lie over the domains of a topology.
public struct SpreadConstraint: Sendable, Hashable {
    /// The node label whose values are the domains.
    public var topologyKey: String
    /// How many pods a domain may have more than the emptiest.
    public var maxSkew: Int
    /// Fewer domains than this make the emptiest count as empty.
    public var minDomains: Int
    /// Whether it must be met.
    public var isHard: Bool
    /// The pods that count; nil counts none.
    public var selector: LabelSelector?
    /// Whether only nodes count that the pod may go to by labels.
    public var honorsNodeAffinity: Bool
    /// Whether only nodes count whose taints the pod tolerates.
    public var honorsTaints: Bool

    /// A constraint that is a wish, with the usual nodes.
    public init(topologyKey: String, maxSkew: Int, selector: LabelSelector) {
        self.topologyKey = topologyKey
        self.maxSkew = maxSkew
        self.selector = selector
        minDomains = 1
        isHard = false
        honorsNodeAffinity = true
        honorsTaints = false
    }

    init(_ value: JSONValue) {
        topologyKey = value["topologyKey"]?.string ?? ""
        maxSkew = value["maxSkew"]?.int ?? 1
        minDomains = value["minDomains"]?.int ?? 1
        isHard = value["whenUnsatisfiable"]?.isString("ScheduleAnyway") != true
        selector = PodTerm.selector(value["labelSelector"])
        honorsNodeAffinity = value["nodeAffinityPolicy"]?.isString("Ignore") != true
        honorsTaints = value["nodeTaintsPolicy"]?.isString("Honor") == true
    }
}
