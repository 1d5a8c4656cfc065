import JSON

/// A part of the endpoints of a Service.
public struct EndpointSlice: Hashable, Sendable {
    /// Its metadata.
    public var metadata: ObjectMeta
    /// What its addresses are.
    public var addressType: AddressType
    /// The endpoints.
    public var endpoints: [Endpoint]
    /// The ports that every one of its endpoints serves.
    public var ports: [EndpointPort]

    /// The label that names the Service.
    public static let serviceNameLabel = "kubernetes.io/service-name"
    /// The label that says who writes the slice.
    public static let managedByLabel = "endpointslice.kubernetes.io/managed-by"
    /// The label that marks the slices of a headless Service.
    public static let headlessLabel = "service.kubernetes.io/headless"

    /// What the addresses of a slice are. The names are the API's.
    public enum AddressType: String, Sendable, CaseIterable {
        case ipv4 = "IPv4"
        case ipv6 = "IPv6"
        case fqdn = "FQDN"
    }

    /// A slice.
    public init(
        metadata: ObjectMeta, addressType: AddressType, endpoints: [Endpoint] = [],
        ports: [EndpointPort] = []
    ) {
        self.metadata = metadata
        self.addressType = addressType
        self.endpoints = endpoints
        self.ports = ports
    }

    init(decoding value: JSONValue) throws(FieldError) {
        metadata = try ObjectMeta(decoding: value, kind: .endpointSlice)
        guard let addressType = try value.choice("addressType", AddressType.self) else {
            throw FieldError(value, missing: "addressType")
        }
        self.addressType = addressType
        var decoder = Endpoint.Decoder()
        endpoints = try value.list("endpoints") { element throws(FieldError) in
            try decoder.decode(element)
        }
        ports = try value.list("ports", EndpointPort.init(decoding:))
    }

    /// What identifies it.
    public var key: ObjectKey {
        ObjectKey(kind: .endpointSlice, namespace: metadata.namespace, name: metadata.name)
    }

    /// The name of the Service that it belongs to, by its label.
    public var serviceName: String? { metadata.labels[EndpointSlice.serviceNameLabel] }

    /// As the API writes it.
    public var json: JSON {
        var object = KubernetesObject.header(.endpointSlice, metadata)
        object.add("addressType", .string(addressType.rawValue))
        object.add("endpoints", .array(endpoints.map(\.json)))
        object.add("ports", ifNotEmpty: ports.map(\.json))
        return .object(object)
    }
}

/// A port that the endpoints of a slice serve.
public struct EndpointPort: Hashable, Sendable {
    /// The name of the Service's port; empty when that has none.
    public var name: String
    /// The transport protocol.
    public var `protocol`: PortProtocol
    /// The port's number at the endpoint; nil for all ports.
    public var port: UInt16?
    /// What is spoken on it.
    public var appProtocol: String?

    /// A port.
    public init(
        name: String = "", protocol: PortProtocol = .tcp, port: UInt16?, appProtocol: String? = nil
    ) {
        self.name = name
        self.protocol = `protocol`
        self.port = port
        self.appProtocol = appProtocol
    }

    init(decoding value: JSONValue) throws(FieldError) {
        name = try value.text("name") ?? ""
        `protocol` = try value.choice("protocol") ?? .tcp
        port = try value.integer("port", 1...65535).map(UInt16.init(truncatingIfNeeded:))
        appProtocol = try value.nonEmptyText("appProtocol")
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("name", .string(name))
        object.add("protocol", .string(`protocol`.rawValue))
        object.add("port", ifPresent: port)
        object.add("appProtocol", ifNotEmpty: appProtocol)
        return .object(object)
    }
}
