import JSON

/// A Service: one name and address for a set of endpoints.
public struct Service: Hashable, Sendable {
    /// Its metadata.
    public var metadata: ObjectMeta
    /// What was asked for.
    public var spec: ServiceSpec
    /// What a load balancer gave.
    public var status: ServiceStatus

    /// A Service.
    public init(metadata: ObjectMeta, spec: ServiceSpec, status: ServiceStatus = ServiceStatus()) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    init(decoding value: JSONValue) throws(FieldError) {
        metadata = try ObjectMeta(decoding: value, kind: .service)
        guard let spec = try value.object("spec") else { throw FieldError(value, missing: "spec") }
        self.spec = try ServiceSpec(decoding: spec)
        status = try value.object("status").map(ServiceStatus.init(decoding:)) ?? ServiceStatus()
    }

    /// What identifies it.
    public var key: ObjectKey {
        ObjectKey(kind: .service, namespace: metadata.namespace, name: metadata.name)
    }

    /// Whether it was declared to have no address: `clusterIP: None`.
    public var isHeadless: Bool { spec.clusterIP == "None" }

    /// As the API writes it.
    public var json: JSON {
        var object = KubernetesObject.header(.service, metadata)
        object.add("spec", spec.json)
        if !status.ingress.isEmpty { object.add("status", status.json) }
        return .object(object)
    }
}

/// What a load balancer gave to a Service.
public struct ServiceStatus: Hashable, Sendable {
    /// `status.loadBalancer.ingress`.
    public var ingress: [LoadBalancerIngress]

    /// A status.
    public init(ingress: [LoadBalancerIngress] = []) {
        self.ingress = ingress
    }

    init(decoding value: JSONValue) throws(FieldError) {
        ingress =
            try value.object("loadBalancer")?
            .list("ingress", LoadBalancerIngress.init(decoding:)) ?? []
    }

    /// As the API writes it.
    public var json: JSON { ["loadBalancer": ["ingress": .array(ingress.map(\.json))]] }
}

/// One address or name of a load balancer.
public struct LoadBalancerIngress: Hashable, Sendable {
    /// The address, unparsed.
    public var ip: String?
    /// The name, for load balancers that have no fixed address.
    public var hostname: String?
    /// How packets to the address arrive; nil is as `vip`.
    public var ipMode: IngressIPMode?

    /// An ingress point.
    public init(ip: String? = nil, hostname: String? = nil, ipMode: IngressIPMode? = nil) {
        self.ip = ip
        self.hostname = hostname
        self.ipMode = ipMode
    }

    init(decoding value: JSONValue) throws(FieldError) {
        ip = try value.nonEmptyText("ip")
        hostname = try value.nonEmptyText("hostname")
        ipMode = try value.choice("ipMode")
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("ip", ifNotEmpty: ip)
        object.add("hostname", ifNotEmpty: hostname)
        object.add("ipMode", ifNotEmpty: ipMode?.rawValue)
        return .object(object)
    }
}
