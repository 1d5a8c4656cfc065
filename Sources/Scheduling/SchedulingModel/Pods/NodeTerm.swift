import APIMachinery
import JSON

/// One alternative of what a pod says about nodes.
public struct NodeTerm: Sendable, Hashable {
    /// Demands on labels; all must be met.
    public var labels: [LabelSelector.Requirement]
    /// Demands on the node's name; all must be met.
    public var names: [LabelSelector.Requirement]

    init(_ value: JSONValue?) {
        labels = value?["matchExpressions"]?.elements.compactMap(Self.requirement) ?? []
        names = value?["matchFields"]?.elements.compactMap(Self.requirement) ?? []
    }

    /// Whether a node is meant. A term without demands means none.
    public func matches(_ node: NodeView) -> Bool {
        (!labels.isEmpty || !names.isEmpty)
            && labels.allSatisfy { $0.matches(node.labels[$0.key]) }
            && names.allSatisfy { $0.matches(node.name) }
    }

    /// The names of the only nodes that can match; nil when any may.
    public var onlyNames: Set<String>? {
        var only: Set<String>?
        for requirement in names where requirement.relation == .in {
            only = only?.intersection(requirement.values) ?? Set(requirement.values)
        }
        return only
    }

    private static func requirement(_ value: JSONValue) -> LabelSelector.Requirement? {
        let relation: LabelSelector.Operator
        switch value["operator"]?.string ?? "" {
        case "In": relation = .in
        case "NotIn": relation = .notIn
        case "Exists": relation = .exists
        case "DoesNotExist": relation = .doesNotExist
        case "Gt": relation = .greater
        case "Lt": relation = .less
        default: return nil
        }
        return LabelSelector.Requirement(
            key: value["key"]?.string ?? "", relation: relation,
            values: value["values"]?.elements.compactMap(\.string) ?? [])
    }
}

/// Which nodes a pod may go to by their labels and names.
public struct NodeDemand: Sendable, Hashable {
    /// Labels that must all be there.
    public var selector: [String: String]
    /// Alternatives of which one must match; nil when there are none to meet.
    public var terms: [NodeTerm]?

    /// Whether any node will do.
    public var isEmpty: Bool { selector.isEmpty && terms == nil }

    /// Whether a node will do.
    public func matches(_ node: NodeView) -> Bool {
        selector.allSatisfy { node.labels[$0.key] == $0.value }
            && (terms?.contains { $0.matches(node) } ?? true)
    }

    /// The names of the only nodes that can match; nil when any may.
    public var onlyNames: Set<String>? {
        guard let terms else { return nil }
        var only: Set<String> = []
        for term in terms {
            guard let names = term.onlyNames else { return nil }
            only.formUnion(names)
        }
        return only
    }
}
