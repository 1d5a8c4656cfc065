import JSON

/// What a Pod's node reports of it.
public struct PodStatus: Hashable, Sendable {
    /// How far it is.
    public var phase = Phase.pending
    /// Its addresses, one of each family at most, unparsed.
    public var podIPs: [String] = []
    /// Its node's address; empty when not known.
    public var hostIP = ""
    /// Its conditions.
    public var conditions: [PodCondition] = []

    /// How far a Pod is. The names are the API's.
    public enum Phase: String, Sendable, CaseIterable {
        case pending = "Pending"
        case running = "Running"
        case succeeded = "Succeeded"
        case failed = "Failed"
        case unknown = "Unknown"
    }

    /// A status.
    public init(
        phase: Phase = .pending, podIPs: [String] = [], hostIP: String = "",
        conditions: [PodCondition] = []
    ) {
        self.phase = phase
        self.podIPs = podIPs
        self.hostIP = hostIP
        self.conditions = conditions
    }

    init(decoding value: JSONValue) throws(FieldError) {
        phase = try value.choice("phase") ?? .pending
        podIPs = try value.list("podIPs") { element throws(FieldError) in
            try element.requiredText("ip")
        }
        if podIPs.isEmpty, let podIP = try value.nonEmptyText("podIP") { podIPs = [podIP] }
        hostIP = try value.text("hostIP") ?? ""
        conditions = try value.list("conditions", PodCondition.init(decoding:))
    }

    /// Whether its condition `Ready` holds.
    public var isReady: Bool { conditions.contains { $0.type == "Ready" && $0.status == "True" } }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("phase", .string(phase.rawValue))
        object.add("podIP", ifNotEmpty: podIPs.first)
        object.add("podIPs", ifNotEmpty: podIPs.map { ["ip": .string($0)] })
        object.add("hostIP", ifNotEmpty: hostIP)
        object.add("conditions", ifNotEmpty: conditions.map(\.json))
        return .object(object)
    }
}

/// One condition of a Pod.
public struct PodCondition: Hashable, Sendable {
    /// What it is about: `Ready`, `PodScheduled`, …
    public var type: String
    /// `True`, `False` or `Unknown`.
    public var status: String

    /// A condition.
    public init(type: String, status: String) {
        self.type = type
        self.status = status
    }

    init(decoding value: JSONValue) throws(FieldError) {
        type = try value.requiredText("type")
        status = try value.requiredText("status")
    }

    /// As the API writes it.
    public var json: JSON { ["type": .string(type), "status": .string(status)] }
}
