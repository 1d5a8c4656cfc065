import APIMachinery
import JSON
import ResourceModel

/// ReplicaSets that follow one another as the template changes.
enum DeploymentKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "apps", kind: "Deployment", plural: "deployments", schema: "apps.v1.Deployment")
        kind.shortNames = ["deploy"]
        kind.categories = ["all"]
        kind.columns =
            [.name, Column("Ready"), Column("Up-to-date"), Column("Available"), .age]
            + TemplateColumns.wideWithSelector
        kind.cells = { object, now in
            let ready = object.status.number("readyReplicas")
            return [
                .string(object.name), .string("\(ready)/\(object.spec.number("replicas"))"),
                .int(object.status.number("updatedReplicas")),
                .int(object.status.number("availableReplicas")), Cell.age(object, now),
            ]
                + TemplateColumns.cells(
                    object.spec["template"], selector: object.spec["selector"])
        }
        kind.subresources = [
            .scale,
            .status(
                of: "Deployment",
                StatusRules(
                    prepare: { new, old, _ in
                        new.keep("spec", of: old)
                        new["metadata", "labels"] = old["metadata", "labels"]
                    }, validate: DeploymentValidation.status)),
        ]
        kind.rules.hasGeneration = true
        kind.rules.warnings = PodWarnings.template
        kind.rules.countsAnnotationsInGeneration = true
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in object.status = [:] }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = DeploymentValidation.create
        kind.rules.validateUpdate = DeploymentValidation.update
        return kind
    }()

    private static let setDefaults: @Sendable (inout APIObject) -> Void = { object in
        object.setSpecDefault("replicas", 1)
        object.setTemplateDefaults()
        var strategy = object.spec["strategy"] ?? [:]
        strategy.setDefault("type", "RollingUpdate")
        if strategy.text("type") == "RollingUpdate" {
            var update = strategy["rollingUpdate"] ?? [:]
            update.setDefault("maxUnavailable", "25%")
            update.setDefault("maxSurge", "25%")
            strategy["rollingUpdate"] = update
        }
        object["spec", "strategy"] = strategy
        object.setSpecDefault("revisionHistoryLimit", 10)
        object.setSpecDefault("progressDeadlineSeconds", 600)
    }
}
