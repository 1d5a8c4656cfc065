import APIMachinery
import ContainerRuntime
import JSON

/// How a container's run ended.
public struct Termination: Sendable, Hashable {
    public var exitCode: Int
    public var reason: String
    public var message: String
    /// RFC 3339; nil when it is unknown.
    public var startedAt: String?
    public var finishedAt: String?
    /// `containerd://…`.
    public var containerID: String

    /// The end of a run that the runtime shows.
    public init(_ state: ContainerState, runtime: String) {
        exitCode = state.phase == .exited ? state.exitCode : 255
        reason = state.reason.isEmpty ? (exitCode == 0 ? "Completed" : "Error") : state.reason
        message = state.message
        startedAt = Termination.text(state.startedAt)
        finishedAt = Termination.text(state.finishedAt)
        containerID = "\(runtime)://\(state.id)"
    }

    /// The end of a run that nobody saw.
    public init(lost containerID: String) {
        exitCode = 137
        reason = "ContainerStatusUnknown"
        message = "The container could not be located when the pod was terminated"
        self.containerID = containerID
    }

    /// An end as a pod's status has it.
    public init(_ value: JSONValue) {
        exitCode = value["exitCode"]?.int ?? 0
        reason = value["reason"]?.string ?? ""
        message = value["message"]?.string ?? ""
        startedAt = value["startedAt"]?.string
        finishedAt = value["finishedAt"]?.string
        containerID = value["containerID"]?.string ?? ""
    }

    /// As a pod's status has it: the member `terminated`.
    public var json: JSON {
        var object = JSONObject()
        object.add("exitCode", .int(exitCode))
        if !reason.isEmpty { object.add("reason", .string(reason)) }
        if !message.isEmpty { object.add("message", .string(message)) }
        object.add("startedAt", startedAt.map { .string($0) } ?? .null)
        object.add("finishedAt", finishedAt.map { .string($0) } ?? .null)
        if !containerID.isEmpty { object.add("containerID", .string(containerID)) }
        return .object(object)
    }

    static func text(_ microseconds: Int64) -> String? {
        microseconds > 0 ? Timestamp(microseconds: microseconds).description : nil
    }
}
