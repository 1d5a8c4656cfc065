import JSON

/// What controllers read of a pod.
public struct PodView: ObjectView {
    /// One of a pod's conditions.
    public struct Condition: Sendable, Hashable {
        public var type: String
        public var status: String
        public var reason: String
        /// RFC 3339.
        public var lastTransitionTime: String
    }

    /// `Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`; empty before the first status.
    public var phase: String
    public var reason: String
    /// The node it is bound to; empty before.
    public var nodeName: String
    /// Its addresses, the main one first.
    public var podIPs: [String]
    public var hostname: String
    public var subdomain: String
    public var isHostNetwork: Bool
    public var conditions: [Condition]
    /// Restarts of all containers.
    public var restartCount: Int

    /// Whether it has ended for good.
    public var isFinished: Bool { phase == "Succeeded" || phase == "Failed" }

    /// Whether its condition Ready says so.
    public var isReady: Bool { condition("Ready")?.status == "True" }

    /// A condition.
    public func condition(_ type: String) -> Condition? {
        conditions.first { $0.type == type }
    }

    public init(_ object: JSONValue) {
        let spec = object["spec"]
        let status = object["status"]
        phase = status?["phase"]?.string ?? ""
        reason = status?["reason"]?.string ?? ""
        nodeName = spec?["nodeName"]?.string ?? ""
        podIPs = status?["podIPs"]?.elements.compactMap { $0["ip"]?.string } ?? []
        if podIPs.isEmpty, let only = status?["podIP"]?.string, !only.isEmpty { podIPs = [only] }
        hostname = spec?["hostname"]?.string ?? ""
        subdomain = spec?["subdomain"]?.string ?? ""
        isHostNetwork = spec?["hostNetwork"]?.bool ?? false
        conditions = status?["conditions"]?.elements.map(Condition.init) ?? []
        restartCount =
            status?["containerStatuses"]?.elements.reduce(0) {
                $0 + ($1["restartCount"]?.int ?? 0)
            } ?? 0
    }
}

extension PodView.Condition {
    init(_ value: JSONValue) {
        type = value["type"]?.string ?? ""
        status = value["status"]?.string ?? ""
        reason = value["reason"]?.string ?? ""
        lastTransitionTime = value["lastTransitionTime"]?.string ?? ""
    }
}
