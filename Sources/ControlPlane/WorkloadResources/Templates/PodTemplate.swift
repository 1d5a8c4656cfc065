import APIMachinery
import JSON
import ResourceModel

/// A template of pods as an object of its own.
enum PodTemplateKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "PodTemplate", plural: "podtemplates", schema: "core.v1.PodTemplate")
        kind.columns = [
            .name, Column("Containers"), Column("Images"), Column("Pod Labels"),
        ]
        kind.cells = { object, _ in
            let template = object.json["template"]
            return [.string(object.name)] + TemplateColumns.cells(template)
                + [Cell.labels(template?["metadata"]?["labels"])]
        }
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = { object in
            var template = object.json["template"] ?? [:]
            PodSpecDefaults.set(template: &template)
            object.json["template"] = template
        }
        kind.rules.validateCreate = validate
        kind.rules.validateUpdate = { new, _, context in validate(new, context) }
        return kind
    }()

    private static let validate: @Sendable (APIObject, WriteContext) -> [InvalidField] = {
        TemplateValidation.validate($0.json["template"], FieldPath("template"), $1)
    }
}
