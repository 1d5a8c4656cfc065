import JSON

/// What controllers read of a pod.
public struct PodView: ObjectView, Hashable {
    /// One of a pod's conditions.
    public struct Condition: Sendable, Hashable {
        public var type: String
        public var status: String
        public var reason: String
        /// RFC 3339.
        public var lastTransitionTime: String
    }

    /// A port that a container gave a name.
    public struct NamedPort: Sendable, Hashable {
        public var name: String
        /// `TCP`, `UDP`, `SCTP`.
        public var `protocol`: String
        public var number: UInt16
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
    /// Those of the containers that go on running: of initialising ones, the sidecars only.
    public var namedPorts: [NamedPort]
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
        namedPorts = NamedPort.all(of: spec)
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

extension PodView.NamedPort {
    static func all(of spec: JSONValue?) -> [PodView.NamedPort] {
        let sidecars = spec?["initContainers"]?.elements.filter {
            $0["restartPolicy"]?.isString("Always") ?? false
        }
        let containers = (spec?["containers"]?.elements).map { Array($0) } ?? []
        return (containers + (sidecars ?? [])).flatMap { container in
            container["ports"]?.elements.compactMap(PodView.NamedPort.init) ?? []
        }
    }

    init?(_ value: JSONValue) {
        guard let name = value["name"]?.string, !name.isEmpty,
            let number = value["containerPort"]?.int.flatMap(UInt16.init(exactly:))
        else { return nil }
        self.name = name
        self.number = number
        `protocol` = value["protocol"]?.string ?? "TCP"
    }
}
