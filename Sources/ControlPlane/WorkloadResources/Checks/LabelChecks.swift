import APIMachinery
import JSON

/// Labels and what selects by them.
enum LabelChecks {
    /// A label's key.
    static func key(_ key: String, _ path: FieldPath) -> [InvalidField] {
        NameRules.isQualifiedName(key).map { .invalid(path, .string(key), $0) }
    }

    /// A `metav1.LabelSelector`; nothing is wrong with none.
    static func selector(_ selector: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let selector, selector != .null else { return [] }
        let labels = MetadataValidation.validateLabels(
            selector["matchLabels"], path["matchLabels"])
        return labels
            + selector.list("matchExpressions").enumerated().flatMap { index, expression in
                requirement(expression, path["matchExpressions"][index])
            }
    }

    private static func requirement(_ expression: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let values = expression.texts("values")
        switch expression.text("operator") {
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
        case let other:
            mistakes.append(
                .invalid(path["operator"], .string(other), "not a valid selector operator"))
        }
        mistakes += key(expression.text("key"), path["key"])
        return mistakes + labelValues(values, path["values"])
    }

    /// Values that labels could have.
    static func labelValues(_ values: [String], _ path: FieldPath) -> [InvalidField] {
        values.enumerated().flatMap { index, value in
            NameRules.isValidLabelValue(value).map { .invalid(path[index], .string(value), $0) }
        }
    }
}
