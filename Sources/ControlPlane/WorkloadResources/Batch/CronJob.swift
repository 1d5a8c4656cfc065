import APIMachinery
import JSON
import ResourceModel

/// Jobs by the clock.
enum CronJobKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "batch", kind: "CronJob", plural: "cronjobs", schema: "batch.v1.CronJob")
        kind.shortNames = ["cj"]
        kind.categories = ["all"]
        kind.columns =
            [
                .name, Column("Schedule"), Column("Timezone"),
                Column("Suspend", type: "boolean"), Column("Active", type: "integer"),
                Column("Last Schedule"), .age,
            ] + TemplateColumns.wideWithSelector
        kind.cells = cells
        kind.subresources = [.status(of: "CronJob")]
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in object.status = [:] }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = CronJobValidation.create
        kind.rules.validateUpdate = CronJobValidation.update
        return kind
    }()

    private static let setDefaults: @Sendable (inout APIObject) -> Void = { object in
        object.setSpecDefault("concurrencyPolicy", "Allow")
        object.setSpecDefault("suspend", false)
        object.setSpecDefault("successfulJobsHistoryLimit", 3)
        object.setSpecDefault("failedJobsHistoryLimit", 1)
        // The job's own defaults come when it is made; the template's are there before.
        var template = object["spec", "jobTemplate", "spec", "template"] ?? [:]
        PodSpecDefaults.set(template: &template)
        object["spec", "jobTemplate", "spec", "template"] = template
        object["spec", "jobTemplate", "spec"].map {
            object["spec", "jobTemplate", "spec"] = JobKind.settingNestedDefaults($0)
        }
    }

    private static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        let spec = object.spec
        let last = object.status["lastScheduleTime"]?.string
        let job = spec["jobTemplate"]?["spec"]
        return [
            .string(object.name), .string(spec.text("schedule")),
            Cell.text(spec.text("timeZone")),
            spec["suspend"]?.bool.map { $0 ? "True" : "False" } ?? "<unset>",
            .int(object.status.list("active").count),
            last == nil ? Cell.none : Cell.since(last, now), Cell.age(object, now),
        ] + TemplateColumns.cells(job?["template"], selector: job?["selector"])
    }
}
