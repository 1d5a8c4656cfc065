import JSON

/// One port of a Service.
public struct ServicePort: Hashable, Sendable {
    /// Its name; empty when it is the only one and has none.
    public var name: String
    /// The transport protocol.
    public var `protocol`: PortProtocol
    /// The port that clients use.
    public var port: UInt16
    /// The port of the pods, by number or by name.
    public var targetPort: TargetPort
    /// The port on each node; nil when none is allocated.
    public var nodePort: UInt16?
    /// What is spoken on it: `http`, `kubernetes.io/h2c`, …
    public var appProtocol: String?

    /// A port; its target is the same number unless another is given.
    public init(
        name: String = "", protocol: PortProtocol = .tcp, port: UInt16,
        targetPort: TargetPort? = nil, nodePort: UInt16? = nil, appProtocol: String? = nil
    ) {
        self.name = name
        self.protocol = `protocol`
        self.port = port
        self.targetPort = targetPort ?? .number(port)
        self.nodePort = nodePort
        self.appProtocol = appProtocol
    }

    init(decoding value: JSONValue) throws(FieldError) {
        name = try value.text("name") ?? ""
        `protocol` = try value.choice("protocol") ?? .tcp
        port = try value.requiredPort("port")
        targetPort = try TargetPort(decoding: value, "targetPort") ?? .number(port)
        nodePort = try value.port("nodePort")
        appProtocol = try value.nonEmptyText("appProtocol")
    }

    /// What may not be there twice in one Service.
    struct Identity: Hashable {
        var port: UInt16
        var `protocol`: PortProtocol
    }

    var identity: Identity { Identity(port: port, protocol: `protocol`) }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("name", ifNotEmpty: name)
        object.add("protocol", .string(`protocol`.rawValue))
        object.add("port", .int(port))
        object.add("targetPort", targetPort.json)
        object.add("nodePort", ifPresent: nodePort)
        object.add("appProtocol", ifNotEmpty: appProtocol)
        return .object(object)
    }
}

/// A pod's port: its number, or the name that its container gives to it.
public enum TargetPort: Hashable, Sendable, CustomStringConvertible {
    case number(UInt16)
    case name(String)

    /// Absent, `null`, 0 and the empty string are nil, as the API server defaults all of them.
    init?(decoding parent: JSONValue, _ key: String) throws(FieldError) {
        guard let value = parent.member(key), value.int != 0, !value.isString("") else {
            return nil
        }
        if let name = value.string {
            self = .name(name)
        } else if let number = value.int, (1...65535).contains(number) {
            self = .number(UInt16(truncatingIfNeeded: number))
        } else {
            throw FieldError(value, expected: "a port's name, or an integer from 1 to 65535")
        }
    }

    /// As the API writes it.
    public var json: JSON {
        switch self {
        case .number(let number): .int(number)
        case .name(let name): .string(name)
        }
    }

    /// The number or the name.
    public var description: String {
        switch self {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }
}
