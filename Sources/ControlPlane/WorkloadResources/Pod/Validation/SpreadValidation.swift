import APIMachinery
import JSON

/// How pods spread over zones and nodes.
enum SpreadValidation {
    static func validate(_ constraints: [JSON], _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for (index, constraint) in constraints.enumerated() {
            let field = path[index]
            let skew = constraint.number("maxSkew")
            if skew <= 0 {
                let why = "must be greater than zero"
                mistakes.append(.invalid(field["maxSkew"], .int(skew), why))
            }
            let key = constraint.text("topologyKey")
            if key.isEmpty {
                mistakes.append(.required(field["topologyKey"], "can not be empty"))
            }
            let action = constraint.text("whenUnsatisfiable")
            let actions = ["DoNotSchedule", "ScheduleAnyway"]
            if !actions.contains(action) {
                mistakes.append(
                    .notSupported(
                        field["whenUnsatisfiable"], .string(action), supported: actions))
            }
            let isRepeated = constraints.dropFirst(index + 1).contains {
                $0.text("topologyKey") == key && $0.text("whenUnsatisfiable") == action
            }
            if isRepeated {
                let place = field["{topologyKey, whenUnsatisfiable}"]
                mistakes.append(.duplicate(place, .string("{\(key), \(action)}")))
            }
            mistakes += domains(constraint, action, field["minDomains"])
            for policy in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
                mistakes += NameChecks.optionalChoice(
                    constraint.text(policy), ["Honor", "Ignore"], field[policy])
            }
            mistakes += labelKeys(constraint, field["matchLabelKeys"])
            mistakes += LabelChecks.selector(
                constraint["labelSelector"], field["labelSelector"])
        }
        return mistakes
    }

    private static func domains(
        _ constraint: JSON, _ action: String, _ path: FieldPath
    ) -> [InvalidField] {
        guard let count = constraint["minDomains"]?.int else { return [] }
        var mistakes: [InvalidField] = []
        if count <= 0 {
            mistakes.append(.invalid(path, .int(count), "must be greater than zero"))
        }
        if action != "DoNotSchedule" {
            let why =
                "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(action)"
            mistakes.append(.invalid(path, .int(count), why))
        }
        return mistakes
    }

    /// By now the keys' own expressions are in the selector: one a key is theirs.
    private static func labelKeys(_ constraint: JSON, _ path: FieldPath) -> [InvalidField] {
        let keys = constraint.texts("matchLabelKeys")
        if keys.isEmpty { return [] }
        guard let selector = constraint["labelSelector"] else {
            return [.forbidden(path, "must not be specified when labelSelector is not set")]
        }
        var mistakes: [InvalidField] = []
        let named = selector.members("matchLabels").map(\.key)
        let expressions = selector.list("matchExpressions").map { $0.text("key") }
        for (index, key) in keys.enumerated() {
            mistakes += LabelChecks.key(key, path[index])
            let count = (named + expressions).count { $0 == key }
            if count > 1 {
                let why = "exists in both matchLabelKeys and labelSelector"
                mistakes.append(.invalid(path[index], .string(key), why))
            }
        }
        return mistakes
    }
}
