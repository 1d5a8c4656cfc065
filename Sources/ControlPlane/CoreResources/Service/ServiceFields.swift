import APIMachinery
import JSON

/// A Service's spec by its fields' names; empty texts and lists are absent members.
struct ServiceFields {
    var json: JSON

    init(_ object: APIObject) { json = object.spec }

    var type: String { json.text("type") }
    var ports: [JSON] {
        get { json.list("ports") }
        set { json["ports"] = newValue.isEmpty ? nil : .array(newValue) }
    }
    var clusterIP: String {
        get { json.text("clusterIP") }
        set { json["clusterIP"] = newValue.isEmpty ? nil : .string(newValue) }
    }
    var clusterIPs: [String] {
        get { json.texts("clusterIPs") }
        set { json["clusterIPs"] = newValue.isEmpty ? nil : .strings(newValue) }
    }
    var families: [String] {
        get { json.texts("ipFamilies") }
        set { json["ipFamilies"] = newValue.isEmpty ? nil : .strings(newValue) }
    }
    /// `SingleStack`, `PreferDualStack`, `RequireDualStack`; empty when not said.
    var familyPolicy: String {
        get { json.text("ipFamilyPolicy") }
        set { json["ipFamilyPolicy"] = newValue.isEmpty ? nil : .string(newValue) }
    }
    var externalPolicy: String { json.text("externalTrafficPolicy") }
    var healthCheckPort: Int {
        get { json["healthCheckNodePort"]?.int ?? 0 }
        set { json["healthCheckNodePort"] = newValue == 0 ? nil : .int(newValue) }
    }
    var hasSelector: Bool { !json.members("selector").isEmpty }

    var isLoadBalancer: Bool { type == "LoadBalancer" }
    var isExternalName: Bool { type == "ExternalName" }
    /// Without an address of its own: `clusterIP: None`.
    var isHeadless: Bool { clusterIPs == ["None"] }
    /// Whether traffic from outside may come in by some address of the Service.
    var isExternallyAccessible: Bool {
        isLoadBalancer || type == "NodePort"
            || type == "ClusterIP" && !json.list("externalIPs").isEmpty
    }
    /// Whether it may have node ports.
    var hasNodePorts: Bool { isLoadBalancer || type == "NodePort" }
    /// Whether node ports are chosen for it.
    var wantsNodePorts: Bool {
        type == "NodePort"
            || isLoadBalancer && json["allocateLoadBalancerNodePorts"]?.bool != false
    }
    /// Whether load balancers ask nodes for their share of endpoints.
    var needsHealthCheck: Bool { isLoadBalancer && externalPolicy == "Local" }
    /// The node ports of its ports, each once, in their order.
    var nodePorts: [Int] {
        var numbers: [Int] = []
        for case let number? in ports.map({ $0["nodePort"]?.int })
        where number != 0 && !numbers.contains(number) { numbers.append(number) }
        return numbers
    }
}
