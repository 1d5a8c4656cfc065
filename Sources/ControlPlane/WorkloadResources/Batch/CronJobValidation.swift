import APIMachinery
import JSON
import ResourceModel

/// The mistakes of CronJobs.
enum CronJobValidation {
    private static let path = FieldPath("spec")

    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        var mistakes = validate(object, context)
        // Eleven characters are for the time that jobs' names get.
        if object.name.utf8.count > 52 {
            let field = FieldPath("metadata")["name"]
            let why = "must be no more than 52 characters"
            mistakes.append(.invalid(field, .string(object.name), why))
        }
        return mistakes
    }

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        validate(new, context)
    }

    private static func validate(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        var mistakes = schedule(spec)
        mistakes += NumberChecks.nonNegative(
            spec,
            ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"],
            path)
        mistakes += timeZone(spec["timeZone"])
        mistakes += NameChecks.choice(
            spec.text("concurrencyPolicy"), ["Allow", "Forbid", "Replace"],
            path["concurrencyPolicy"])
        let job = spec["jobTemplate"]?["spec"] ?? [:]
        let field = path["jobTemplate"]["spec"]
        if job.isTrue("manualSelector") {
            let choices = ["nil", "false"]
            mistakes.append(.notSupported(field["manualSelector"], true, supported: choices))
        }
        return mistakes + JobValidation.spec(job, field, context)
    }

    private static func schedule(_ spec: JSON) -> [InvalidField] {
        let text = spec.text("schedule")
        let field = path["schedule"]
        if text.isEmpty { return [.required(field)] }
        if text.contains("TZ") {
            let why = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
            return [.invalid(field, .string(text), why)]
        }
        return CronSchedule(text).fault.map { [.invalid(field, .string(text), $0)] } ?? []
    }

    private static func timeZone(_ zone: JSON?) -> [InvalidField] {
        guard let name = zone?.string else { return [] }
        let field = path["timeZone"]
        if name.isEmpty {
            let why = "timeZone must be nil or non-empty string"
            return [.invalid(field, .string(name), why)]
        }
        if name.lowercased() == "local" {
            let why =
                "timeZone must be an explicit time zone as defined in "
                + "https://www.iana.org/time-zones"
            return [.invalid(field, .string(name), why)]
        }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: "+"):
                true
            default: false
            }
        }
        let isKnown = isPlain && (name.contains("/") || plainZones.contains(name))
        return isKnown ? [] : [.invalid(field, .string(name), "unknown time zone \(name)")]
    }

    /// Zones without an area; those with one aren't looked up here, since the server may not
    /// know the node's.
    private static let plainZones: Set<String> = [
        "UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich", "CET", "CST6CDT", "EET", "EST",
        "EST5EDT", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET", "Cuba", "Egypt", "Eire",
        "GB", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya",
        "NZ", "Navajo", "PRC", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "W-SU",
    ]
}
