import JSON

/// What was asked of a Pod, as far as its network and a lab's processes need it.
public struct PodSpec: Hashable, Sendable {
    /// The node that it is bound to; empty before it is scheduled.
    public var nodeName = ""
    /// Its hostname; empty for its name.
    public var hostname = ""
    /// The headless Service that gives it a name.
    public var subdomain = ""
    /// Whether it lives in its node's network namespace.
    public var hostNetwork = false
    /// Where its `resolv.conf` comes from.
    public var dnsPolicy = DNSPolicy.clusterFirst
    /// What is added to its `resolv.conf`.
    public var dnsConfig: PodDNSConfig?
    /// Its containers.
    public var containers: [Container] = []
    /// Its initialising containers; those that restart always run beside the others.
    public var initContainers: [Container] = []
    /// The labels that its node must have.
    public var nodeSelector: [String: String] = [:]
    /// Whether its containers are started again.
    public var restartPolicy = RestartPolicy.always
    /// How long its deletion may take, in seconds.
    public var terminationGracePeriodSeconds = 30

    /// Where a Pod's `resolv.conf` comes from. The names are the API's.
    public enum DNSPolicy: String, Sendable, CaseIterable {
        case clusterFirst = "ClusterFirst"
        case clusterFirstWithHostNet = "ClusterFirstWithHostNet"
        case `default` = "Default"
        case none = "None"
    }

    /// Whether containers are started again. The names are the API's.
    public enum RestartPolicy: String, Sendable, CaseIterable {
        case always = "Always"
        case onFailure = "OnFailure"
        case never = "Never"
    }

    /// A specification with the API server's defaults.
    public init(nodeName: String = "", containers: [Container] = []) {
        self.nodeName = nodeName
        self.containers = containers
    }

    init(decoding value: JSONValue) throws(FieldError) {
        nodeName = try value.text("nodeName") ?? ""
        hostname = try value.text("hostname") ?? ""
        subdomain = try value.text("subdomain") ?? ""
        hostNetwork = try value.flag("hostNetwork") ?? false
        dnsPolicy = try value.choice("dnsPolicy") ?? .clusterFirst
        dnsConfig = try value.object("dnsConfig").map(PodDNSConfig.init(decoding:))
        containers = try value.list("containers", Container.init(decoding:))
        if containers.isEmpty { throw FieldError(value, missing: "containers") }
        initContainers = try value.list("initContainers", Container.init(decoding:))
        nodeSelector = try value.texts(ofMap: "nodeSelector")
        restartPolicy = try value.choice("restartPolicy") ?? .always
        terminationGracePeriodSeconds =
            try value.integer("terminationGracePeriodSeconds", 0...Int(Int32.max)) ?? 30
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("nodeName", ifNotEmpty: nodeName)
        object.add("hostname", ifNotEmpty: hostname)
        object.add("subdomain", ifNotEmpty: subdomain)
        object.add("hostNetwork", ifTrue: hostNetwork)
        object.add("dnsPolicy", .string(dnsPolicy.rawValue))
        object.add("dnsConfig", ifPresent: dnsConfig?.json)
        object.add("containers", .array(containers.map(\.json)))
        object.add("initContainers", ifNotEmpty: initContainers.map(\.json))
        object.add("nodeSelector", ifNotEmpty: nodeSelector)
        object.add("restartPolicy", .string(restartPolicy.rawValue))
        object.add("terminationGracePeriodSeconds", .int(terminationGracePeriodSeconds))
        return .object(object)
    }
}
