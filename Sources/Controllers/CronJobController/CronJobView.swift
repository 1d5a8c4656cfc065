import APIMachinery
import ControllerRuntime
import JSON

/// What the CronJob controller reads of a CronJob.
struct CronJobView: ObjectView {
    /// What becomes of a job that still runs when the next is due.
    enum Concurrency: String, Sendable {
        case allow = "Allow"
        case forbid = "Forbid"
        case replace = "Replace"
    }

    var schedule: String
    /// Empty for the controller's own, which is UTC.
    var timeZone: String
    var isSuspended: Bool
    var concurrency: Concurrency
    var startingDeadlineSeconds: Int?
    /// How many finished jobs stay; nil for all.
    var successfulLimit: Int?
    var failedLimit: Int?
    /// The jobs that run, as the status has them: by unique id.
    var active: [String: String]
    var lastScheduleTime: Timestamp?
    var lastSuccessfulTime: Timestamp?

    init(_ object: JSONValue) {
        let spec = object["spec"]
        schedule = spec?["schedule"]?.string ?? ""
        timeZone = spec?["timeZone"]?.string ?? ""
        isSuspended = spec?["suspend"]?.bool ?? false
        concurrency = spec?["concurrencyPolicy"]?.string.flatMap(Concurrency.init) ?? .allow
        startingDeadlineSeconds = spec?["startingDeadlineSeconds"]?.int
        successfulLimit = spec?["successfulJobsHistoryLimit"]?.int
        failedLimit = spec?["failedJobsHistoryLimit"]?.int
        let status = object["status"]
        active = [:]
        for reference in status?["active"]?.elements.map({ $0 }) ?? [] {
            active[reference["uid"]?.string ?? ""] = reference["name"]?.string ?? ""
        }
        lastScheduleTime = status?["lastScheduleTime"]?.string.flatMap(Timestamp.init(parsing:))
        lastSuccessfulTime =
            status?["lastSuccessfulTime"]?.string.flatMap(Timestamp.init(parsing:))
    }
}

/// What the CronJob controller reads of a job it made.
struct CronRunView: ObjectView {
    var startTime: String
    var completionTime: String
    var isComplete = false
    var isFailed = false

    /// Whether it is over.
    var isFinished: Bool { isComplete || isFailed }

    init(_ object: JSONValue) {
        let status = object["status"]
        startTime = status?["startTime"]?.string ?? ""
        completionTime = status?["completionTime"]?.string ?? ""
        for condition in status?["conditions"]?.elements.map({ $0 }) ?? []
        where condition["status"]?.string == "True" {
            if condition["type"]?.string == "Complete" { isComplete = true }
            if condition["type"]?.string == "Failed" { isFailed = true }
        }
    }
}
