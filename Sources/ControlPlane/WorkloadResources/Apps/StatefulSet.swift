import APIMachinery
import JSON
import ResourceModel

/// Pods with names and volumes that stay.
enum StatefulSetKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "apps", kind: "StatefulSet", plural: "statefulsets",
            schema: "apps.v1.StatefulSet")
        kind.shortNames = ["sts"]
        kind.categories = ["all"]
        kind.columns = [.name, Column("Ready"), .age] + TemplateColumns.wide
        kind.cells = { object, now in
            let ready = object.status.number("readyReplicas")
            return [
                .string(object.name), .string("\(ready)/\(object.spec.number("replicas"))"),
                Cell.age(object, now),
            ] + TemplateColumns.cells(object.spec["template"])
        }
        kind.subresources = [
            .scale, .status(of: "StatefulSet", StatusRules(validate: StatefulSetValidation.status)),
        ]
        kind.rules.hasGeneration = true
        kind.rules.warnings = PodWarnings.template
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in
            object.status = ["replicas": 0, "availableReplicas": 0]
        }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = StatefulSetValidation.create
        kind.rules.validateUpdate = StatefulSetValidation.update
        return kind
    }()

    private static let setDefaults: @Sendable (inout APIObject) -> Void = { object in
        object.setSpecDefault("replicas", 1)
        object.setTemplateDefaults()
        object.setSpecDefault("podManagementPolicy", "OrderedReady")
        object.setSpecDefault("serviceName", "")
        var strategy = object.spec["updateStrategy"] ?? [:]
        if !strategy.has("type") {
            strategy["type"] = "RollingUpdate"
            if strategy["rollingUpdate"] == nil { strategy["rollingUpdate"] = [:] }
        }
        if strategy.text("type") == "RollingUpdate" {
            strategy.update("rollingUpdate") { update in
                update.setDefault("partition", 0)
                if update.has("maxUnavailable") { return }
            }
        }
        object["spec", "updateStrategy"] = strategy
        var retention = object.spec["persistentVolumeClaimRetentionPolicy"] ?? [:]
        retention.setDefault("whenDeleted", "Retain")
        retention.setDefault("whenScaled", "Retain")
        object["spec", "persistentVolumeClaimRetentionPolicy"] = retention
        object.setSpecDefault("revisionHistoryLimit", 10)
        var spec = object.spec
        spec.updateEach("volumeClaimTemplates", claim)
        object.spec = spec
    }

    private static func claim(_ claim: inout JSON) {
        claim["kind"] = "PersistentVolumeClaim"
        claim["apiVersion"] = "v1"
        var spec = claim["spec"] ?? [:]
        spec.setDefault("volumeMode", "Filesystem")
        claim["spec"] = spec
        var status = claim["status"] ?? [:]
        status.setDefault("phase", "Pending")
        claim["status"] = status
    }
}
