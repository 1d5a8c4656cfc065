import APIMachinery
import JSON

/// Near which nodes and pods a pod is to run.
enum AffinityValidation {
    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
    private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

    static func validate(_ affinity: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let affinity else { return [] }
        var mistakes: [InvalidField] = []
        if let node = affinity["nodeAffinity"] {
            mistakes += nodes(node, path["nodeAffinity"])
        }
        for key in ["podAffinity", "podAntiAffinity"] {
            if let terms = affinity[key] { mistakes += pods(terms, path[key]) }
        }
        return mistakes
    }

    private static func weight(_ term: JSON, _ path: FieldPath) -> [InvalidField] {
        let weight = term.number("weight")
        if (1...100).contains(weight) { return [] }
        return [.invalid(path["weight"], .int(weight), "must be in the range 1-100")]
    }

    private static func nodes(_ affinity: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if let selector = affinity[required] {
            let terms = selector.list("nodeSelectorTerms")
            let field = path[required]["nodeSelectorTerms"]
            if terms.isEmpty {
                mistakes.append(.required(field, "must have at least one node selector term"))
            }
            for (index, term) in terms.enumerated() {
                mistakes += nodeTerm(term, checksValues: true, field[index])
            }
        }
        for (index, term) in affinity.list(preferred).enumerated() {
            let field = path[preferred][index]
            mistakes += weight(term, field)
            let preference = term["preference"] ?? [:]
            mistakes += nodeTerm(preference, checksValues: false, field["preference"])
        }
        return mistakes
    }

    private static func nodeTerm(
        _ term: JSON, checksValues: Bool, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for (index, expression) in term.list("matchExpressions").enumerated() {
            let field = path["matchExpressions"][index]
            mistakes += nodeExpression(expression, field)
            if checksValues {
                mistakes += LabelChecks.labelValues(expression.texts("values"), field["values"])
            }
        }
        for (index, expression) in term.list("matchFields").enumerated() {
            mistakes += nodeField(expression, path["matchFields"][index])
        }
        return mistakes
    }

    private static func nodeExpression(_ expression: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let count = expression.list("values").count
        let field = path["values"]
        switch expression.text("operator") {
        case "In", "NotIn":
            if count == 0 {
                let why = "must be specified when `operator` is 'In' or 'NotIn'"
                mistakes.append(.required(field, why))
            }
        case "Exists", "DoesNotExist":
            if count > 0 {
                let why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
                mistakes.append(.forbidden(field, why))
            }
        case "Gt", "Lt":
            if count != 1 {
                let why = "must be specified single value when `operator` is 'Lt' or 'Gt'"
                mistakes.append(.required(field, why))
            }
        case let other:
            let why = "not a valid selector operator"
            mistakes.append(.invalid(path["operator"], .string(other), why))
        }
        return mistakes + LabelChecks.key(expression.text("key"), path["key"])
    }

    private static func nodeField(_ expression: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let values = expression.texts("values")
        let relation = expression.text("operator")
        if ["In", "NotIn"].contains(relation) {
            if values.count != 1 {
                let why =
                    "must be only one value when `operator` is 'In' or 'NotIn' "
                    + "for node field selector"
                mistakes.append(.required(path["values"], why))
            }
        } else {
            let why = "not a valid selector operator"
            mistakes.append(.invalid(path["operator"], .string(relation), why))
        }
        let key = expression.text("key")
        guard key == "metadata.name" else {
            let why = "not a valid field selector key"
            return mistakes + [.invalid(path["key"], .string(key), why)]
        }
        for (index, value) in values.enumerated() {
            mistakes += NameChecks.subdomain(value, path["values"][index])
        }
        return mistakes
    }

    private static func pods(_ affinity: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for (index, term) in affinity.list(required).enumerated() {
            mistakes += podTerm(term, path[required][index])
        }
        for (index, weighted) in affinity.list(preferred).enumerated() {
            let field = path[preferred][index]
            mistakes += weight(weighted, field)
            let term = weighted["podAffinityTerm"] ?? [:]
            mistakes += podTerm(term, field["podAffinityTerm"])
        }
        return mistakes
    }

    private static func podTerm(_ term: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = LabelChecks.selector(term["labelSelector"], path["labelSelector"])
        mistakes += LabelChecks.selector(term["namespaceSelector"], path["namespaceSelector"])
        for name in term.texts("namespaces") {
            mistakes += NameChecks.label(name, path["namespace"])
        }
        mistakes += labelKeys(term, path)
        let key = term.text("topologyKey")
        if key.isEmpty { mistakes.append(.required(path["topologyKey"], "can not be empty")) }
        return mistakes + LabelChecks.key(key, path["topologyKey"])
    }

    private static func labelKeys(_ term: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let lists = ["matchLabelKeys", "mismatchLabelKeys"]
        for list in lists {
            let keys = term.texts(list)
            if !keys.isEmpty && !term.has("labelSelector") {
                let why = "must not be specified when labelSelector is not set"
                mistakes.append(.forbidden(path[list], why))
                continue
            }
            for (index, key) in keys.enumerated() {
                mistakes += LabelChecks.key(key, path[list][index])
            }
        }
        let matched = term.texts(lists[0])
        if let selector = term["labelSelector"] {
            // What the keys stand for is in the expressions already, once.
            var seen = Set(selector.members("matchLabels").map(\.key))
            for expression in selector.list("matchExpressions") {
                let key = expression.text("key")
                if let index = matched.firstIndex(of: key), seen.contains(key) {
                    let why = "exists in both matchLabelKeys and labelSelector"
                    mistakes.append(.invalid(path[index], .string(key), why))
                }
                seen.insert(key)
            }
        }
        let mismatched = Set(term.texts(lists[1]))
        for (index, key) in matched.enumerated() where mismatched.contains(key) {
            let why = "exists in both matchLabelKeys and mismatchLabelKeys"
            mistakes.append(.invalid(path[lists[0]][index], .string(key), why))
        }
        return mistakes
    }
}
