import APIMachinery
import JSON

/// `metav1.LabelSelector` as fields hold it.
enum Selectors {
    /// The mistakes of a selector; an absent one has none.
    static func check(_ selector: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let selector else { return [] }
        var mistakes = Names.labels(selector["matchLabels"], path["matchLabels"])
        for (index, expression) in selector.list("matchExpressions").enumerated() {
            mistakes += check(expression: expression, path["matchExpressions"][index])
        }
        return mistakes
    }

    private static func check(expression: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let values = expression.texts("values")
        let name = expression.text("operator")
        switch name {
        case "In", "NotIn":
            if values.isEmpty {
                let why = "must be specified when `operator` is 'In' or 'NotIn'"
                mistakes.append(.required(path["values"], why))
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                let why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
                mistakes.append(.forbidden(path["values"], why))
            }
        default:
            mistakes.append(
                .invalid(path["operator"], .string(name), "not a valid selector operator"))
        }
        mistakes += Names.qualified(expression.text("key"), path["key"])
        for (index, value) in values.enumerated() {
            mistakes += Names.labelValue(value, path["values"][index])
        }
        return mistakes
    }
}
