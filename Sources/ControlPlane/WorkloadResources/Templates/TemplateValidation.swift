import APIMachinery
import JSON
import ResourceModel

/// The mistakes of a pod's template.
enum TemplateValidation {
    static func validate(
        _ template: JSON?, _ path: FieldPath, _ context: WriteContext
    ) -> [InvalidField] {
        var scope = PodScope(template?["spec"] ?? [:], isPod: false)
        scope.allowsPrivileged = context.allowsPrivileged
        var mistakes = metadata(template, path)
        mistakes += PodSpecValidation.validate(scope, path["spec"])
        if !scope.spec.list("ephemeralContainers").isEmpty {
            let why = "ephemeral containers not allowed in pod template"
            mistakes.append(.forbidden(path["spec"]["ephemeralContainers"], why))
        }
        return mistakes
    }

    /// The labels and annotations of a template.
    static func metadata(_ template: JSON?, _ path: FieldPath) -> [InvalidField] {
        let metadata = template?["metadata"]
        return MetadataValidation.validateLabels(metadata?["labels"], path["labels"])
            + MetadataValidation.validateAnnotations(
                metadata?["annotations"], path["annotations"])
    }

    /// A template whose pods run for ever; `kind` keeps them.
    static func endless(
        _ template: JSON?, kind: String, _ path: FieldPath, _ context: WriteContext
    ) -> [InvalidField] {
        validate(template, path, context) + endless(template, kind: kind, path)
    }

    /// Only that its pods run for ever.
    static func endless(
        _ template: JSON?, kind: String, _ path: FieldPath
    ) -> [InvalidField] {
        let spec = template?["spec"] ?? [:]
        var mistakes: [InvalidField] = []
        let policy = spec.text("restartPolicy")
        if policy != "Always" {
            let field = path["spec"]["restartPolicy"]
            mistakes.append(.notSupported(field, .string(policy), supported: ["Always"]))
        }
        if spec.has("activeDeadlineSeconds") {
            let why = "activeDeadlineSeconds in \(kind) is not Supported"
            mistakes.append(.forbidden(path["spec"]["activeDeadlineSeconds"], why))
        }
        return mistakes
    }
}
