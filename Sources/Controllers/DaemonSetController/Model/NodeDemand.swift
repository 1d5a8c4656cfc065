import APIMachinery
import JSON

/// What a template demands of a node, and which taints its pods bear.
package struct NodeDemand: Sendable, Hashable {
    /// What a node is to the pods of a DaemonSet.
    package enum Verdict: Sendable, Hashable {
        /// It should have a pod.
        case run
        /// It gets none, but one that is there stays.
        case keep
        /// It must not have one.
        case refuse
    }

    /// One of several things that a node may be.
    package struct Term: Sendable, Hashable {
        package var labels: [LabelSelector.Requirement]
        package var fields: [LabelSelector.Requirement]
    }

    /// The only node it may be; empty for any.
    package var nodeName: String
    package var nodeSelector: LabelSelector
    /// One of these must hold; nil for no demand.
    package var terms: [Term]?
    package var tolerations: [Toleration]

    /// The demand of a pod's spec, as its pods will have it.
    package init(_ spec: JSON) {
        nodeName = spec["nodeName"]?.string ?? ""
        var labels: [String: String] = [:]
        for member in spec["nodeSelector"]?.object?.members ?? [] {
            labels[member.key] = member.value.string ?? ""
        }
        nodeSelector = LabelSelector(labels)
        let required = spec.field([
            "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution",
        ])
        terms = required?["nodeSelectorTerms"]?.array?.map(Term.init)
        tolerations = DaemonPod.tolerations(of: spec).map(Toleration.init)
    }

    /// What a node is to these pods.
    package func verdict(_ node: DaemonNode) -> Verdict {
        guard nodeName.isEmpty || nodeName == node.name, nodeSelector.matches(node.labels),
            terms?.contains(where: { $0.matches(node) }) ?? true
        else { return .refuse }
        let unborne = node.taints.filter { taint in
            ["NoSchedule", "NoExecute"].contains(taint.effect)
                && !tolerations.contains { $0.bears(taint) }
        }
        if unborne.isEmpty { return .run }
        return unborne.contains { $0.effect == "NoExecute" } ? .refuse : .keep
    }
}

extension NodeDemand.Term {
    package init(_ term: JSON) {
        labels = (term["matchExpressions"]?.array ?? []).compactMap(Self.requirement)
        fields = (term["matchFields"]?.array ?? []).compactMap(Self.requirement)
    }

    private static func requirement(_ expression: JSON) -> LabelSelector.Requirement? {
        let relations: [String: LabelSelector.Operator] = [
            "In": .in, "NotIn": .notIn, "Exists": .exists, "DoesNotExist": .doesNotExist,
            "Gt": .greater, "Lt": .less,
        ]
        guard let relation = relations[expression["operator"]?.string ?? ""] else { return nil }
        return LabelSelector.Requirement(
            key: expression["key"]?.string ?? "", relation: relation,
            values: expression["values"]?.array?.compactMap(\.string) ?? [])
    }

    /// Whether a node is so; a term that says nothing holds for none.
    package func matches(_ node: DaemonNode) -> Bool {
        guard !labels.isEmpty || !fields.isEmpty else { return false }
        return labels.allSatisfy { $0.matches(node.labels[$0.key]) }
            && fields.allSatisfy { $0.matches($0.key == "metadata.name" ? node.name : nil) }
    }
}

/// That pods bear taints of a kind.
package struct Toleration: Sendable, Hashable {
    package var key: String
    package var isForAnyValue: Bool
    package var value: String
    package var effect: String

    package init(_ json: JSON) {
        key = json["key"]?.string ?? ""
        isForAnyValue = json["operator"]?.string == "Exists"
        value = json["value"]?.string ?? ""
        effect = json["effect"]?.string ?? ""
    }

    /// Whether it is for a taint.
    package func bears(_ taint: DaemonNode.Taint) -> Bool {
        guard effect.isEmpty || effect == taint.effect else { return false }
        guard key.isEmpty || key == taint.key else { return false }
        return isForAnyValue || value == taint.value
    }
}
