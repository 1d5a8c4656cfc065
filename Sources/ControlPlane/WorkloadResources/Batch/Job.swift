import APIMachinery
import JSON
import ResourceModel

/// Pods that run to an end.
enum JobKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "batch", kind: "Job", plural: "jobs", schema: "batch.v1.Job")
        kind.categories = ["all"]
        kind.columns =
            [.name, Column("Status"), Column("Completions"), Column("Duration"), .age]
            + TemplateColumns.wideWithSelector
        kind.cells = cells
        kind.selectableFields = [
            "status.successful": { String($0.status.number("succeeded")) }
        ]
        kind.subresources = [.status(of: "Job", StatusRules(validate: JobValidation.status))]
        kind.rules.hasGeneration = true
        kind.rules.warnings = PodWarnings.template
        kind.rules.orphansByDefault = true
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in
            object.status = [:]
            makeSelector(&object)
            takeLabels(&object)
        }
        kind.rules.prepareForUpdate = { new, old, _ in
            new.keep("status", of: old)
            takeLabels(&new)
        }
        kind.rules.validateCreate = JobValidation.create
        kind.rules.validateUpdate = JobValidation.update
        return kind
    }()

    private static let setDefaults: @Sendable (inout APIObject) -> Void = { object in
        object.setTemplateDefaults()
        let isIndexed = object.spec.text("completionMode") == "Indexed"
        // Neither given means one; a given parallelism alone is a work queue.
        if !object.spec.has("completions") && !object.spec.has("parallelism") {
            object["spec", "completions"] = 1
        }
        object.setSpecDefault("parallelism", 1)
        if !object.spec.has("backoffLimit") {
            let isPerIndex = object.spec.has("backoffLimitPerIndex")
            object["spec", "backoffLimit"] = .int(isPerIndex ? Int(Int32.max) : 6)
        }
        if !isIndexed { object.setSpecDefault("completionMode", "NonIndexed") }
        object.setSpecDefault("suspend", false)
        object.setSpecDefault("manualSelector", false)
        object.spec = settingNestedDefaults(object.spec)
        if !object.spec.has("podReplacementPolicy") {
            let hasPolicy = object.spec.has("podFailurePolicy")
            object["spec", "podReplacementPolicy"] = hasPolicy ? "Failed" : "TerminatingOrFailed"
        }
    }

    /// A job without labels has the template's, those by which it selects its pods included.
    private static func takeLabels(_ object: inout APIObject) {
        guard object.labels.isEmpty,
            let labels = object["spec", "template", "metadata", "labels"]
        else { return }
        object["metadata", "labels"] = labels
    }

    /// Defaults that a job has also inside a CronJob.
    static func settingNestedDefaults(_ spec: JSON) -> JSON {
        var spec = spec
        spec.update("podFailurePolicy") { policy in
            policy.updateEach("rules") { rule in
                rule.updateEach("onPodConditions") { condition in
                    if condition.text("status").isEmpty { condition["status"] = "True" }
                }
            }
        }
        return spec
    }

    /// The job's uid makes its pods its own, unless the writer selects by hand.
    private static func makeSelector(_ object: inout APIObject) {
        if object.spec.isTrue("manualSelector") { return }
        let uid = JSON.string(object.uid)
        let name = JSON.string(object.name)
        var labels = object["spec", "template", "metadata", "labels"] ?? [:]
        for (key, value) in [
            (olderUIDLabel, uid), ("job-name", name), (uidLabel, uid),
            ("batch.kubernetes.io/job-name", name),
        ] {
            labels.setDefault(key, value)
        }
        object["spec", "template", "metadata", "labels"] = labels
        if object["spec", "selector", "matchLabels", uidLabel] == nil {
            object["spec", "selector", "matchLabels", uidLabel] = uid
        }
    }

    static let uidLabel = "batch.kubernetes.io/controller-uid"
    static let olderUIDLabel = "controller-uid"

    private static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        [
            .string(object.name), .string(state(object)), .string(completions(object)),
            .string(duration(object, now)), Cell.age(object, now),
        ] + TemplateColumns.cells(object.spec["template"], selector: object.spec["selector"])
    }

    private static func state(_ object: APIObject) -> String {
        let isTrue: (String) -> Bool = { type in
            object.status.list("conditions").contains {
                $0.text("type") == type && $0.text("status") == "True"
            }
        }
        if isTrue("Complete") { return "Complete" }
        if isTrue("Failed") { return "Failed" }
        if object.deletionTimestamp != nil { return "Terminating" }
        for type in ["Suspended", "FailureTarget", "SuccessCriteriaMet"] where isTrue(type) {
            return type
        }
        return "Running"
    }

    private static func completions(_ object: APIObject) -> String {
        let succeeded = object.status.number("succeeded")
        if let wanted = object.spec["completions"]?.int { return "\(succeeded)/\(wanted)" }
        let parallelism = object.spec.number("parallelism")
        return parallelism > 1 ? "\(succeeded)/1 of \(parallelism)" : "\(succeeded)/1"
    }

    private static func duration(_ object: APIObject, _ now: Timestamp) -> String {
        guard let start = Timestamp(parsing: object.status.text("startTime")) else { return "" }
        let end = Timestamp(parsing: object.status.text("completionTime")) ?? now
        return HumanDuration.text(seconds: end.seconds - start.seconds)
    }
}
