import APIMachinery
import JSON
import ResourceModel

/// A pod on each node that the template selects.
enum DaemonSetKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "apps", kind: "DaemonSet", plural: "daemonsets", schema: "apps.v1.DaemonSet")
        kind.shortNames = ["ds"]
        kind.categories = ["all"]
        kind.columns =
            [
                .name, Column("Desired", type: "integer"), Column("Current", type: "integer"),
                Column("Ready", type: "integer"), Column("Up-to-date", type: "integer"),
                Column("Available", type: "integer"), Column("Node Selector"), .age,
            ] + TemplateColumns.wideWithSelector
        kind.cells = cells
        kind.subresources = [
            .status(of: "DaemonSet", StatusRules(validate: DaemonSetValidation.status))
        ]
        kind.rules.hasGeneration = true
        kind.rules.warnings = PodWarnings.template
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in
            object.status = emptyStatus
            setTemplateGeneration(&object, to: object.templateGeneration <= 0 ? 1 : nil)
        }
        kind.rules.prepareForUpdate = { new, old, _ in
            new.keep("status", of: old)
            // The count of the template's changes goes up with them, and can't be set back.
            let count = old.templateGeneration
            let isChanged = !new.spec["template"].isSame(as: old.spec["template"])
            setTemplateGeneration(&new, to: isChanged ? count + 1 : count)
        }
        kind.rules.validateCreate = DaemonSetValidation.create
        kind.rules.validateUpdate = DaemonSetValidation.update
        return kind
    }()

    private static let emptyStatus: JSON = [
        "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0,
        "numberReady": 0,
    ]

    static let templateGeneration = "deprecated.daemonset.template.generation"

    private static func setTemplateGeneration(_ object: inout APIObject, to count: Int?) {
        guard let count else { return }
        object.annotations[templateGeneration] = String(count)
    }

    private static let setDefaults: @Sendable (inout APIObject) -> Void = { object in
        object.setTemplateDefaults()
        var strategy = object.spec["updateStrategy"] ?? [:]
        strategy.setDefault("type", "RollingUpdate")
        if strategy.text("type") == "RollingUpdate" {
            var update = strategy["rollingUpdate"] ?? [:]
            update.setDefault("maxUnavailable", 1)
            update.setDefault("maxSurge", 0)
            strategy["rollingUpdate"] = update
        }
        object["spec", "updateStrategy"] = strategy
        object.setSpecDefault("revisionHistoryLimit", 10)
    }

    private static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        let status = object.status
        let counts = [
            "desiredNumberScheduled", "currentNumberScheduled", "numberReady",
            "updatedNumberScheduled", "numberAvailable",
        ].map { JSON.int(status.number($0)) }
        let template = object.spec["template"]
        return [.string(object.name)] + counts
            + [Cell.labels(template?["spec"]?["nodeSelector"]), Cell.age(object, now)]
            + TemplateColumns.cells(template, selector: object.spec["selector"])
    }
}

extension APIObject {
    /// How often a DaemonSet's template was changed; it is kept in an annotation.
    fileprivate var templateGeneration: Int {
        annotations[DaemonSetKind.templateGeneration].flatMap(Int.init) ?? 0
    }
}
