import JSON

/// Which labels an object must have: `app=web,tier in (front,back),!old`.
public struct LabelSelector: Sendable, Hashable, CustomStringConvertible {
    /// How a label's value is held against a requirement's values.
    public enum Operator: String, Sendable, Hashable {
        case `in`, notIn = "notin", equals = "=", doubleEquals = "==", notEquals = "!="
        case exists, doesNotExist = "!", greater = "gt", less = "lt"
    }

    /// One demand; all must be met.
    public struct Requirement: Sendable, Hashable {
        /// The label.
        public var key: String
        /// How its value is compared.
        public var relation: Operator
        /// What it is compared with, sorted.
        public var values: [String]

        /// A demand of its parts.
        public init(key: String, relation: Operator, values: [String]) {
            self.key = key
            self.relation = relation
            self.values = values
        }
    }

    /// The demands, by key.
    public var requirements: [Requirement]

    /// A selector of its demands; without any it selects everything.
    public init(_ requirements: [Requirement] = []) { self.requirements = requirements }

    /// A selector of labels that must all be there.
    public init(_ labels: [String: String]) {
        requirements = labels.sorted { $0.key < $1.key }.map {
            Requirement(key: $0.key, relation: .equals, values: [$0.value])
        }
    }

    /// Parses the text of a `labelSelector` parameter.
    /// - Throws: 400 with the words of upstream's parser.
    public init(parsing text: String) throws(APIStatus) {
        var parser = LabelSelectorParser(text)
        requirements = try parser.parse().enumerated()
            .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element)
    }

    /// Reads a `metav1.LabelSelector`; nil, which selects nothing, when it is null.
    /// - Throws: 400 for an operator that there isn't.
    public init?(object: JSON) throws(APIStatus) {
        guard let selector = object.object else { return nil }
        requirements = []
        for label in selector["matchLabels"]?.object?.members ?? [] {
            requirements.append(
                Requirement(
                    key: label.key, relation: .equals, values: [label.value.string ?? ""]))
        }
        for expression in selector["matchExpressions"]?.array ?? [] {
            let name = expression["operator"]?.string ?? ""
            let relation: Operator
            switch name {
            case "In": relation = .in
            case "NotIn": relation = .notIn
            case "Exists": relation = .exists
            case "DoesNotExist": relation = .doesNotExist
            default:
                throw .badRequest("\"\(name)\" is not a valid label selector operator")
            }
            requirements.append(
                Requirement(
                    key: expression["key"]?.string ?? "", relation: relation,
                    values: (expression["values"]?.array ?? []).compactMap(\.string).sorted()))
        }
        requirements.sort { $0.key < $1.key }
    }

    /// Whether everything is selected.
    public var isEmpty: Bool { requirements.isEmpty }

    /// Whether an object with these labels is selected.
    public func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { $0.matches(labels[$0.key]) }
    }

    /// The selector as text; `init(parsing:)` reads it back.
    public var description: String { requirements.map(\.description).joined(separator: ",") }
}

extension LabelSelector.Requirement: CustomStringConvertible {
    /// Whether a label's value, or nil for an absent label, is as demanded.
    public func matches(_ value: String?) -> Bool {
        switch relation {
        case .in, .equals, .doubleEquals: value.map(values.contains) ?? false
        case .notIn, .notEquals: !(value.map(values.contains) ?? false)
        case .exists: value != nil
        case .doesNotExist: value == nil
        case .greater: compare(value) { $0 > $1 }
        case .less: compare(value) { $0 < $1 }
        }
    }

    private func compare(_ value: String?, _ holds: (Int64, Int64) -> Bool) -> Bool {
        guard let value = value.flatMap({ Int64($0) }), let limit = values.first.flatMap(Int64.init)
        else { return false }
        return holds(value, limit)
    }

    /// The demand as text.
    public var description: String {
        switch relation {
        case .exists: key
        case .doesNotExist: "!" + key
        case .equals, .doubleEquals, .notEquals: key + relation.rawValue + (values.first ?? "")
        case .greater: key + ">" + (values.first ?? "")
        case .less: key + "<" + (values.first ?? "")
        case .in, .notIn: "\(key) \(relation.rawValue) (\(values.joined(separator: ",")))"
        }
    }
}
