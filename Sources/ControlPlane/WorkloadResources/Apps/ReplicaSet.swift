import APIMachinery
import JSON
import ResourceModel

/// So many pods of one template.
enum ReplicaSetKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "apps", kind: "ReplicaSet", plural: "replicasets", schema: "apps.v1.ReplicaSet")
        kind.shortNames = ["rs"]
        kind.categories = ["all"]
        kind.columns = columns
        kind.cells = { object, now in
            counts(object, now)
                + TemplateColumns.cells(
                    object.spec["template"], selector: object.spec["selector"])
        }
        kind.selectableFields = selectableFields
        kind.subresources = [
            .scale, .status(of: "ReplicaSet", StatusRules(validate: ReplicaSetValidation.status)),
        ]
        kind.rules.hasGeneration = true
        kind.rules.warnings = PodWarnings.template
        kind.rules.setDefaults = { object in
            object.setSpecDefault("replicas", 1)
            object.setTemplateDefaults()
        }
        kind.rules.prepareForCreate = { object, _ in object.status = ["replicas": 0] }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = ReplicaSetValidation.create
        kind.rules.validateUpdate = ReplicaSetValidation.update
        return kind
    }()

    static let columns =
        [
            .name, Column("Desired", type: "integer"), Column("Current", type: "integer"),
            Column("Ready", type: "integer"), .age,
        ] + TemplateColumns.wideWithSelector

    static let selectableFields: [String: @Sendable (APIObject) -> String] = [
        "status.replicas": { String($0.status.number("replicas")) }
    ]

    static func counts(_ object: APIObject, _ now: Timestamp) -> [JSON] {
        [
            .string(object.name), .int(object.spec.number("replicas")),
            .int(object.status.number("replicas")), .int(object.status.number("readyReplicas")),
            Cell.age(object, now),
        ]
    }
}
