import APIMachinery
import JSON

/// A job's status, as it is read, changed and written.
struct JobStatus: Sendable, Hashable {
    /// One of its conditions.
    struct Condition: Sendable, Hashable {
        var type: String
        var status: String
        var reason: String
        var message: String
        /// RFC 3339.
        var probed: String
        var changed: String
    }

    var active = 0
    var ready: Int?
    var terminating: Int?
    var succeeded = 0
    var failed = 0
    var completedIndexes = ""
    var failedIndexes: String?
    /// Pods that ended and are not in the counters yet, by unique id.
    var uncountedSucceeded: [String] = []
    var uncountedFailed: [String] = []
    var startTime: String?
    var completionTime: String?
    var conditions: [Condition] = []

    init(_ status: JSONValue?) {
        active = status?["active"]?.int ?? 0
        ready = status?["ready"]?.int
        terminating = status?["terminating"]?.int
        succeeded = status?["succeeded"]?.int ?? 0
        failed = status?["failed"]?.int ?? 0
        completedIndexes = status?["completedIndexes"]?.string ?? ""
        failedIndexes = status?["failedIndexes"]?.string
        let uncounted = status?["uncountedTerminatedPods"]
        uncountedSucceeded = uncounted?["succeeded"]?.elements.compactMap(\.string) ?? []
        uncountedFailed = uncounted?["failed"]?.elements.compactMap(\.string) ?? []
        startTime = status?["startTime"]?.string
        completionTime = status?["completionTime"]?.string
        conditions = status?["conditions"]?.elements.map(Condition.init) ?? []
    }

    /// A condition by its type.
    func condition(_ type: String) -> Condition? { conditions.first { $0.type == type } }

    /// Whether a condition says so.
    func isTrue(_ type: String) -> Bool { condition(type)?.status == "True" }

    /// Sets a condition. One that isn't there is not made only to say no.
    /// - Returns: whether that changed something.
    @discardableResult
    mutating func set(
        _ type: String, _ isTrue: Bool, reason: String, message: String, now: Timestamp
    ) -> Bool {
        let new = Condition(
            type: type, status: isTrue ? "True" : "False", reason: reason, message: message,
            probed: now.description, changed: now.description)
        guard let index = conditions.firstIndex(where: { $0.type == type }) else {
            if isTrue { conditions.append(new) }
            return isTrue
        }
        let old = conditions[index]
        if (old.status, old.reason, old.message) == (new.status, reason, message) { return false }
        conditions[index] = new
        return true
    }

    /// Moves pods that no longer hold the finalizer from the lists to the counters.
    mutating func count(tracked: Set<String>) {
        let before = (uncountedSucceeded.count, uncountedFailed.count)
        uncountedSucceeded.removeAll { !tracked.contains($0) }
        uncountedFailed.removeAll { !tracked.contains($0) }
        succeeded += before.0 - uncountedSucceeded.count
        failed += before.1 - uncountedFailed.count
    }

    /// The status of the API.
    var json: JSON {
        var status: JSON = [:]
        func set(_ name: String, _ value: JSON?) { if let value { status[name] = value } }
        set("conditions", conditions.isEmpty ? nil : .array(conditions.map(\.json)))
        set("startTime", startTime.map(JSON.string))
        set("completionTime", completionTime.map(JSON.string))
        set("active", active == 0 ? nil : .int(active))
        set("succeeded", succeeded == 0 ? nil : .int(succeeded))
        set("failed", failed == 0 ? nil : .int(failed))
        set("terminating", terminating.map { .int($0) })
        set("completedIndexes", completedIndexes.isEmpty ? nil : .string(completedIndexes))
        set("failedIndexes", failedIndexes.map(JSON.string))
        set("ready", ready.map { .int($0) })
        var uncounted: JSON = [:]
        if !uncountedSucceeded.isEmpty { uncounted["succeeded"] = .strings(uncountedSucceeded) }
        if !uncountedFailed.isEmpty { uncounted["failed"] = .strings(uncountedFailed) }
        status["uncountedTerminatedPods"] = uncounted
        return status
    }
}

extension JobStatus.Condition {
    init(_ value: JSONValue) {
        type = value["type"]?.string ?? ""
        status = value["status"]?.string ?? ""
        reason = value["reason"]?.string ?? ""
        message = value["message"]?.string ?? ""
        probed = value["lastProbeTime"]?.string ?? ""
        changed = value["lastTransitionTime"]?.string ?? ""
    }

    var json: JSON {
        var json: JSON = ["type": .string(type), "status": .string(status)]
        if !probed.isEmpty { json["lastProbeTime"] = .string(probed) }
        if !changed.isEmpty { json["lastTransitionTime"] = .string(changed) }
        if !reason.isEmpty { json["reason"] = .string(reason) }
        if !message.isEmpty { json["message"] = .string(message) }
        return json
    }
}
