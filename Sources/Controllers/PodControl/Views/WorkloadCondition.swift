import JSON

/// One of the conditions in a workload's status.
public struct WorkloadCondition: Sendable, Hashable {
    /// `Progressing`.
    public var type: String
    /// `True`, `False` or `Unknown`.
    public var status: String
    /// A code for programs.
    public var reason: String
    /// Words for people.
    public var message: String
    /// When the status last became another, RFC 3339.
    public var lastTransitionTime: String
    /// When it was last found so; only Deployments have it.
    public var lastUpdateTime: String?

    /// A condition of its parts.
    public init(
        type: String, status: String, reason: String, message: String,
        lastTransitionTime: String, lastUpdateTime: String? = nil
    ) {
        self.type = type
        self.status = status
        self.reason = reason
        self.message = message
        self.lastTransitionTime = lastTransitionTime
        self.lastUpdateTime = lastUpdateTime
    }

    /// A condition as it stands in a status.
    public init(_ value: JSONValue) {
        type = value["type"]?.string ?? ""
        status = value["status"]?.string ?? ""
        reason = value["reason"]?.string ?? ""
        message = value["message"]?.string ?? ""
        lastTransitionTime = value["lastTransitionTime"]?.string ?? ""
        lastUpdateTime = value["lastUpdateTime"]?.string
    }

    /// The condition as it stands in a status.
    public var json: JSON {
        var object = JSONObject()
        object.add("type", .string(type))
        object.add("status", .string(status))
        object.add("lastUpdateTime", ifPresent: lastUpdateTime.map(JSON.string))
        object.add("lastTransitionTime", .string(lastTransitionTime))
        if !reason.isEmpty { object.add("reason", .string(reason)) }
        if !message.isEmpty { object.add("message", .string(message)) }
        return .object(object)
    }
}

extension [WorkloadCondition] {
    /// The condition of a type.
    public func first(_ type: String) -> WorkloadCondition? { first { $0.type == type } }

    /// The conditions with one set: at the end, in place of the one of its type. While status and
    /// reason stay the same, the old one stays; while the status does, so does its time.
    public mutating func set(_ condition: WorkloadCondition) {
        var condition = condition
        if let old = first(condition.type) {
            if old.status == condition.status, old.reason == condition.reason { return }
            if old.status == condition.status {
                condition.lastTransitionTime = old.lastTransitionTime
            }
        }
        removeAll { $0.type == condition.type }
        append(condition)
    }

    /// Removes the condition of a type.
    public mutating func remove(_ type: String) { removeAll { $0.type == type } }
}
