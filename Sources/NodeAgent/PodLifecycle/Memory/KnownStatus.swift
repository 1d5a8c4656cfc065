import ControllerRuntime
import JSON

/// What a pod's status in the API says: what a node knew before it was restarted.
public struct KnownStatus: ObjectView {
    /// One container's part of it.
    public struct Container: Sendable, Hashable {
        public var restartCount: Int
        public var containerID: String
        public var isReady: Bool
        public var isStarted: Bool
        public var isRunning: Bool
        public var ended: Termination?
        public var lastEnd: Termination?
    }

    public var phase: String
    /// RFC 3339; nil before a node has seen it.
    public var startTime: String?
    public var containers: [String: Container]

    /// Whether it has ended for good.
    public var isFinished: Bool { phase == "Succeeded" || phase == "Failed" }

    public init(_ object: JSONValue) {
        let status = object["status"]
        phase = status?["phase"]?.string ?? ""
        startTime = status?["startTime"]?.string
        containers = [:]
        for list in ["initContainerStatuses", "containerStatuses"] {
            guard let found = status?[list] else { continue }
            for value in found.elements {
                containers[value["name"]?.string ?? ""] = Container(value)
            }
        }
    }
}

extension KnownStatus.Container {
    init(_ value: JSONValue) {
        restartCount = value["restartCount"]?.int ?? 0
        containerID = value["containerID"]?.string ?? ""
        isReady = value["ready"]?.bool ?? false
        isStarted = value["started"]?.bool ?? false
        isRunning = value["state"]?["running"] != nil
        ended = value["state"]?["terminated"].map(Termination.init)
        lastEnd = value["lastState"]?["terminated"].map(Termination.init)
    }
}
