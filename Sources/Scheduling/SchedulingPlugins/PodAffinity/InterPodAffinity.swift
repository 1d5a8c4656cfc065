import SchedulingModel

/// A pod goes near the pods that it needs, and far from those that it, or they, can't stand.
public struct InterPodAffinity: FilterPlugin {
    public static let name = "InterPodAffinity"

    static let tooFar = Rejection(
        plugin: name, ["node(s) didn't match pod affinity rules"], isResolvable: false)
    static let tooNear = Rejection(
        plugin: name, ["node(s) didn't match pod anti-affinity rules"], isResolvable: true)
    static let unwelcome = Rejection(
        plugin: name, ["node(s) didn't satisfy existing pods anti-affinity rules"],
        isResolvable: true)

    /// Needed pods by domain, a term each.
    private var needed: [DomainCounts] = []
    /// Whether the pod may be the first of a group that needs itself.
    private var mayBeFirst = false
    /// Pods that it can't stand, a term each.
    private var avoided: [DomainCounts] = []
    /// Pods that can't stand it, a topology each.
    private var hostile: [String: DomainCounts] = [:]

    public init?(_ input: SchedulingInput) {
        let pod = input.pod
        let namespaceLabels = input.objects.labels(ofNamespace: pod.namespace)
        if let required = pod.affinity?.required, !required.isEmpty {
            let perNode = input.podCounts(of: required)
            needed = required.map {
                DomainCounts(input.table.topology($0.topologyKey), perNode: perNode)
            }
            mayBeFirst =
                needed.allSatisfy { $0.counts.allSatisfy { $0 == 0 } }
                && required.allSatisfy { $0.matches(pod, namespaceLabels: namespaceLabels) }
        }
        avoided =
            pod.affinity?.excluded.map {
                DomainCounts(
                    input.table.topology($0.topologyKey), perNode: input.podCounts(of: [$0]))
            } ?? []
        for (term, holders) in input.table.exclusions.counts
        where term.matches(pod, namespaceLabels: namespaceLabels) {
            let key = term.topologyKey
            var counts = hostile[key] ?? DomainCounts(input.table.topology(key))
            for (slot, count) in holders { counts.add(count, at: slot) }
            hostile[key] = counts
        }
        if needed.isEmpty, avoided.isEmpty, hostile.isEmpty { return nil }
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        func isNeeded(_ other: PodInfo) -> Bool {
            pod.affinity?.required.contains { mayMatch($0, other) } ?? false
        }
        func isInTheWay(_ other: PodInfo) -> Bool {
            pod.affinity?.excluded.contains { mayMatch($0, other) } ?? false
                || other.affinity?.excluded.contains { mayMatch($0, pod) } ?? false
        }
        return switch event {
        case .podAdded(let other): isNeeded(other)
        case .podRemoved(let other): isInTheWay(other) || isNeeded(other)
        case .podChanged(let now, let before):
            now.labels != before.labels && (isNeeded(now) || isInTheWay(before))
        case .namespacesChanged: true
        default: event.changesNodeLabels
        }
    }

    /// Whether a term means a pod, whatever its namespace's labels.
    private static func mayMatch(_ term: PodTerm, _ pod: PodInfo) -> Bool {
        (term.namespaceSelector != nil || term.namespaces.contains(pod.namespace))
            && term.selector?.matches(pod.labels) == true
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        var isNear = true
        for counts in needed {
            guard let count = counts[node.slot] else { return Self.tooFar }
            if count <= 0 { isNear = false }
        }
        if !isNear, !mayBeFirst { return Self.tooFar }
        if avoided.contains(where: { $0[node.slot] ?? 0 > 0 }) { return Self.tooNear }
        if hostile.values.contains(where: { $0[node.slot] ?? 0 > 0 }) { return Self.unwelcome }
        return nil
    }
}
