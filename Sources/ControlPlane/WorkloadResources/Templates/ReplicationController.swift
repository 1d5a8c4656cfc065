import APIMachinery
import JSON
import ResourceModel

/// The older form of a ReplicaSet, whose selector is a map.
enum ReplicationControllerKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "ReplicationController", plural: "replicationcontrollers",
            schema: "core.v1.ReplicationController")
        kind.shortNames = ["rc"]
        kind.categories = ["all"]
        kind.columns = ReplicaSetKind.columns
        kind.cells = { object, now in
            ReplicaSetKind.counts(object, now) + TemplateColumns.cells(object.spec["template"])
                + [Cell.labels(object.spec["selector"])]
        }
        kind.selectableFields = ReplicaSetKind.selectableFields
        kind.subresources = [
            .scale { SelectorText.text(ofLabels: $0.spec["selector"]) },
            .status(
                of: "ReplicationController",
                StatusRules(validate: ReplicationControllerValidation.status)),
        ]
        kind.rules.hasGeneration = true
        kind.rules.warnings = PodWarnings.template
        kind.rules.orphansByDefault = true
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in object.status = ["replicas": 0] }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = ReplicationControllerValidation.create
        kind.rules.validateUpdate = { new, _, context in
            ReplicationControllerValidation.create(new, context)
        }
        return kind
    }()

    /// Labels and selector are the template's when they aren't given.
    private static let setDefaults: @Sendable (inout APIObject) -> Void = { object in
        let hadTemplate = object.spec.has("template")
        let labels = object["spec", "template", "metadata", "labels"]
        if let labels {
            if object.spec.members("selector").isEmpty { object["spec", "selector"] = labels }
            if object.labels.isEmpty { object["metadata", "labels"] = labels }
        }
        object.setSpecDefault("replicas", 1)
        if hadTemplate { object.setTemplateDefaults() }
    }
}
