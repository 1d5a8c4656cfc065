import APIMachinery
import JSON

/// A persistent volume claim that is made for a pod.
enum ClaimTemplateValidation {
    private static let modes = [
        "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod",
    ]

    static func validate(_ template: JSON, _ path: FieldPath) -> [InvalidField] {
        let metadata = path["metadata"]
        var mistakes = MetadataValidation.validateLabels(
            template["metadata"]?["labels"], metadata["labels"])
        mistakes += MetadataValidation.validateAnnotations(
            template["metadata"]?["annotations"], metadata["annotations"])
        let spec = template["spec"] ?? [:]
        let field = path["spec"]
        let given = spec.texts("accessModes")
        if given.isEmpty {
            let why = "at least 1 access mode is required"
            mistakes.append(.required(field["accessModes"], why))
        }
        for mode in given where !modes.contains(mode) {
            mistakes.append(
                .notSupported(field["accessModes"], .string(mode), supported: modes))
        }
        if given.contains("ReadWriteOncePod") && given.count > 1 {
            let why = "may not use ReadWriteOncePod with other access modes"
            mistakes.append(.forbidden(field["accessModes"], why))
        }
        mistakes += storage(spec, field["resources"])
        mistakes += LabelChecks.selector(spec["selector"], field["selector"])
        return mistakes
            + NameChecks.optionalChoice(
                spec.text("volumeMode"), ["Block", "Filesystem"], field["volumeMode"])
    }

    private static func storage(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        let field = path.key("storage")
        guard let text = spec["resources"]?["requests"]?["storage"]?.string,
            let amount = Quantity(parsing: text)
        else { return [.required(field)] }
        if amount.isNegative || amount.isZero {
            return [.invalid(field, .string(text), "must be greater than zero")]
        }
        return []
    }
}
