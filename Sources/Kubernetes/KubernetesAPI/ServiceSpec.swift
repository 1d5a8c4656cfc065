import JSON

/// What was asked of a Service. Addresses are kept as written; those who need them parse them.
public struct ServiceSpec: Hashable, Sendable {
    /// How it is reached.
    public var type = ServiceType.clusterIP
    /// `None` for a headless Service; empty while no address is allocated.
    public var clusterIP = ""
    /// All its addresses, the first one the same as `clusterIP`.
    public var clusterIPs: [String] = []
    /// The ports, each pair of protocol and number once.
    public var ports: [ServicePort] = []
    /// The labels of the pods behind it; empty when its endpoints come from elsewhere.
    public var selector: [String: String] = [:]
    /// Whether a client stays with its endpoint.
    public var sessionAffinity = SessionAffinity.none
    /// How long it stays after its last connection, in seconds. Default: three hours.
    public var sessionAffinityTimeoutSeconds = ServiceSpec.defaultAffinityTimeoutSeconds
    /// The name that it stands for, of type `externalName`.
    public var externalName = ""
    /// Addresses from outside the cluster that routers bring to its nodes.
    public var externalIPs: [String] = []
    /// The address asked of a load balancer.
    public var loadBalancerIP = ""
    /// The prefixes that may use the load balancer's addresses; empty for all.
    public var loadBalancerSourceRanges: [String] = []
    /// Where traffic from outside may go.
    public var externalTrafficPolicy = TrafficPolicy.cluster
    /// Where traffic from inside may go.
    public var internalTrafficPolicy = TrafficPolicy.cluster
    /// The port of the health check for load balancers.
    public var healthCheckNodePort: UInt16?
    /// Whether endpoints that are not ready are published as if they were.
    public var publishNotReadyAddresses = false
    /// The families of its addresses, in their order.
    public var ipFamilies: [IPFamily] = []
    /// Which families it asks for.
    public var ipFamilyPolicy: IPFamilyPolicy?
    /// Which endpoints are preferred: `PreferSameZone`, `PreferSameNode`, `PreferClose`.
    public var trafficDistribution: String?

    /// What the API server takes when no timeout is given.
    public static let defaultAffinityTimeoutSeconds = 10800

    /// A specification with the API server's defaults.
    public init(
        type: ServiceType = .clusterIP, clusterIPs: [String] = [], ports: [ServicePort] = [],
        selector: [String: String] = [:]
    ) {
        self.type = type
        self.clusterIPs = clusterIPs
        self.ports = ports
        self.selector = selector
        clusterIP = clusterIPs.first ?? ""
    }

    init(decoding value: JSONValue) throws(FieldError) {
        type = try value.choice("type") ?? .clusterIP
        clusterIPs = try value.texts("clusterIPs")
        clusterIP = try value.text("clusterIP") ?? clusterIPs.first ?? ""
        if clusterIPs.isEmpty, !clusterIP.isEmpty { clusterIPs = [clusterIP] }
        ports = try value.list("ports", ServicePort.init(decoding:))
        selector = try value.texts(ofMap: "selector")
        sessionAffinity = try value.choice("sessionAffinity") ?? .none
        sessionAffinityTimeoutSeconds = try ServiceSpec.decodeTimeout(value)
        externalName = try value.text("externalName") ?? ""
        externalIPs = try value.texts("externalIPs")
        loadBalancerIP = try value.text("loadBalancerIP") ?? ""
        loadBalancerSourceRanges = try value.texts("loadBalancerSourceRanges")
        externalTrafficPolicy = try value.choice("externalTrafficPolicy") ?? .cluster
        internalTrafficPolicy = try value.choice("internalTrafficPolicy") ?? .cluster
        healthCheckNodePort = try value.port("healthCheckNodePort")
        publishNotReadyAddresses = try value.flag("publishNotReadyAddresses") ?? false
        ipFamilies = try value.choices("ipFamilies")
        ipFamilyPolicy = try value.choice("ipFamilyPolicy")
        trafficDistribution = try value.nonEmptyText("trafficDistribution")
        try check(value)
    }

    private static func decodeTimeout(_ value: JSONValue) throws(FieldError) -> Int {
        try value.object("sessionAffinityConfig")?.object("clientIP")?
            .integer("timeoutSeconds", 1...86400) ?? defaultAffinityTimeoutSeconds
    }

    /// What the API server would refuse and the planes below could not make sense of.
    private func check(_ value: JSONValue) throws(FieldError) {
        if let first = clusterIPs.first, first != clusterIP, let written = value["clusterIPs"]?[0] {
            throw FieldError(written, expected: "the same as clusterIP, \"\(clusterIP)\"")
        }
        if type == .externalName, externalName.isEmpty {
            throw FieldError(value, missing: "externalName")
        }
        if ports.isEmpty, type != .externalName, clusterIP != "None" {
            throw FieldError(value, missing: "ports")
        }
        guard ports.count > 1, let list = value["ports"] else { return }
        var numbers: Set<ServicePort.Identity> = []
        var names: Set<String> = []
        for (port, element) in zip(ports, list.elements) {
            if !numbers.insert(port.identity).inserted {
                throw FieldError(
                    element["port"] ?? element,
                    expected: "each port of a protocol once (\(port.protocol.rawValue))")
            }
            if port.name.isEmpty { throw FieldError(element, missing: "name") }
            if !names.insert(port.name).inserted {
                throw FieldError(element["name"] ?? element, expected: "each port's name once")
            }
        }
    }
}
