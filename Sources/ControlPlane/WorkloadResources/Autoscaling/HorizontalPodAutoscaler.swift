import APIMachinery
import JSON
import ResourceModel

/// How many replicas something has, by what is measured. Objects are stored as `autoscaling/v2`.
enum HorizontalPodAutoscalerKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler",
            plural: "horizontalpodautoscalers", schema: "autoscaling.v2.HorizontalPodAutoscaler")
        kind.shortNames = ["hpa"]
        kind.categories = ["all"]
        kind.columns = columns
        kind.cells = { AutoscalerCells.cells($0, $1) }
        kind.subresources = [
            .status(
                of: "HorizontalPodAutoscaler", StatusRules(validate: AutoscalerValidation.status))
        ]
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in
            object.status = ["desiredReplicas": 0, "currentMetrics": nil]
        }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = AutoscalerValidation.create
        kind.rules.validateUpdate = AutoscalerValidation.update
        return kind
    }()

    static let columns: [Column] = [
        .name, Column("Reference"), Column("Targets"), Column("MinPods"), Column("MaxPods"),
        Column("Replicas"), .age,
    ]

    static let setDefaults: @Sendable (inout APIObject) -> Void = { object in
        object.setSpecDefault("minReplicas", 1)
        if object.spec.list("metrics").isEmpty {
            let target: JSON = ["type": "Utilization", "averageUtilization": 80]
            let resource: JSON = ["name": "cpu", "target": target]
            object["spec", "metrics"] = [["type": "Resource", "resource": resource]]
        }
        guard var behavior = object.spec["behavior"] else { return }
        var up = behavior["scaleUp"] ?? [:]
        up.setDefault("stabilizationWindowSeconds", 0)
        up.setDefault("selectPolicy", "Max")
        up.setDefault(
            "policies",
            [
                ["type": "Pods", "value": 4, "periodSeconds": 15],
                ["type": "Percent", "value": 100, "periodSeconds": 15],
            ])
        behavior["scaleUp"] = up
        var down = behavior["scaleDown"] ?? [:]
        down.setDefault("selectPolicy", "Max")
        down.setDefault(
            "policies", [["type": "Percent", "value": 100, "periodSeconds": 15]])
        behavior["scaleDown"] = down
        object["spec", "behavior"] = behavior
    }
}
