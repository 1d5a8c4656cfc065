import APIMachinery
import JSON

/// Other pods that a pod wants near, or far: those of some namespaces with some labels, within a
/// topology domain.
public struct PodTerm: Sendable, Hashable {
    /// Names of namespaces, sorted.
    public var namespaces: [String]
    /// Labels of further namespaces; nil for none.
    public var namespaceSelector: LabelSelector?
    /// Labels of pods; nil selects nothing.
    public var selector: LabelSelector?
    /// The node label whose values are the domains.
    public var topologyKey: String

    init(_ value: JSONValue?, namespace: String) {
        namespaces = (value?["namespaces"]?.elements.compactMap(\.string) ?? []).sorted()
        namespaceSelector = Self.selector(value?["namespaceSelector"])
        if namespaces.isEmpty, namespaceSelector == nil { namespaces = [namespace] }
        selector = Self.selector(value?["labelSelector"])
        topologyKey = value?["topologyKey"]?.string ?? ""
    }

    /// Whether a pod is meant, given its namespace's labels.
    public func matches(_ pod: PodInfo, namespaceLabels: [String: String]) -> Bool {
        guard let selector else { return false }
        guard
            namespaces.contains(pod.namespace)
                || namespaceSelector?.matches(namespaceLabels) == true
        else { return false }
        return selector.matches(pod.labels)
    }

    static func selector(_ value: JSONValue?) -> LabelSelector? {
        guard let value, value.kind == .object else { return nil }
        // The API server has checked the operators.
        return (try? LabelSelector(object: JSON(value))) ?? nil
    }
}

/// A term that is a wish.
public struct WeightedPodTerm: Sendable, Hashable {
    /// The pods it is about.
    public var term: PodTerm
    /// How much it counts: 1 to 100, below zero for those that should be far.
    public var weight: Int
}

/// What a pod says about other pods.
public struct PodAffinity: Sendable, Hashable {
    /// Must be near.
    public var required: [PodTerm]
    /// Must be far.
    public var excluded: [PodTerm]
    /// Should be near, or far.
    public var preferred: [WeightedPodTerm]

    init?(_ affinity: JSONValue?, namespace: String) {
        guard let affinity else { return nil }
        let hard = "requiredDuringSchedulingIgnoredDuringExecution"
        let soft = "preferredDuringSchedulingIgnoredDuringExecution"
        func terms(_ kind: String) -> [PodTerm] {
            affinity[kind]?[hard]?.elements.map { PodTerm($0, namespace: namespace) } ?? []
        }
        func wishes(_ kind: String, _ sign: Int) -> [WeightedPodTerm] {
            affinity[kind]?[soft]?.elements.map {
                WeightedPodTerm(
                    term: PodTerm($0["podAffinityTerm"], namespace: namespace),
                    weight: sign * ($0["weight"]?.int ?? 0))
            } ?? []
        }
        required = terms("podAffinity")
        excluded = terms("podAntiAffinity")
        preferred = wishes("podAffinity", 1) + wishes("podAntiAffinity", -1)
        if required.isEmpty, excluded.isEmpty, preferred.isEmpty { return nil }
    }
}
