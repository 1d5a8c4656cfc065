import APIMachinery
import JSON
import ResourceModel

/// The mistakes of a pod's template.
enum TemplateValidation {
    static func validate(
        _ template: JSON?, _ path: FieldPath, _ context: WriteContext
    ) -> [InvalidField] {
        let template = template ?? [:]
        let metadata = template["metadata"]
        var scope = PodScope(template["spec"] ?? [:], isPod: false)
        scope.allowsPrivileged = context.allowsPrivileged
        var mistakes = MetadataValidation.validateLabels(metadata?["labels"], path["labels"])
        mistakes += MetadataValidation.validateAnnotations(
            metadata?["annotations"], path["annotations"])
        mistakes += PodSpecValidation.validate(scope, path["spec"])
        if !scope.spec.list("ephemeralContainers").isEmpty {
            let why = "ephemeral containers not allowed in pod template"
            mistakes.append(.forbidden(path["spec"]["ephemeralContainers"], why))
        }
        return mistakes
    }

    /// A template whose pods run for ever; `kind` keeps them.
    static func endless(
        _ template: JSON?, kind: String, _ path: FieldPath, _ context: WriteContext
    ) -> [InvalidField] {
        let spec = template?["spec"] ?? [:]
        var mistakes = validate(template, path, context)
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
