import JSON

/// A container of a Pod.
public struct Container: Hashable, Sendable {
    /// Its name, once in a Pod.
    public var name: String
    /// Its image.
    public var image: String
    /// What replaces the image's entry point; empty when nothing does.
    public var command: [String]
    /// The arguments of the command.
    public var args: [String]
    /// Its working directory; empty for the image's.
    public var workingDir: String
    /// Its environment.
    public var env: [EnvironmentVariable]
    /// The ports that it names.
    public var ports: [ContainerPort]
    /// Of an initialising container: whether it goes on beside the others (`Always`).
    public var restartPolicy: PodSpec.RestartPolicy?

    /// A container.
    public init(
        name: String, image: String = "", command: [String] = [], args: [String] = [],
        env: [EnvironmentVariable] = [], ports: [ContainerPort] = []
    ) {
        self.name = name
        self.image = image
        self.command = command
        self.args = args
        self.env = env
        self.ports = ports
        workingDir = ""
    }

    init(decoding value: JSONValue) throws(FieldError) {
        name = try value.requiredText("name")
        image = try value.text("image") ?? ""
        command = try value.texts("command")
        args = try value.texts("args")
        workingDir = try value.text("workingDir") ?? ""
        env = try value.list("env", EnvironmentVariable.init(decoding:))
        ports = try value.list("ports", ContainerPort.init(decoding:))
        restartPolicy = try value.choice("restartPolicy")
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("name", .string(name))
        object.add("image", ifNotEmpty: image)
        object.add("command", ifNotEmpty: command)
        object.add("args", ifNotEmpty: args)
        object.add("workingDir", ifNotEmpty: workingDir)
        object.add("env", ifNotEmpty: env.map(\.json))
        object.add("ports", ifNotEmpty: ports.map(\.json))
        object.add("restartPolicy", ifNotEmpty: restartPolicy?.rawValue)
        return .object(object)
    }
}

/// A variable in a container's environment.
public struct EnvironmentVariable: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value, with `$(OTHER)` not yet expanded; empty when it comes from a field.
    public var value: String
    /// The field of the Pod that it is taken from: `status.podIP` (`valueFrom.fieldRef.fieldPath`).
    public var fieldPath: String?

    /// A variable.
    public init(name: String, value: String = "", fieldPath: String? = nil) {
        self.name = name
        self.value = value
        self.fieldPath = fieldPath
    }

    init(decoding object: JSONValue) throws(FieldError) {
        name = try object.requiredText("name")
        value = try object.text("value") ?? ""
        fieldPath = try object.object("valueFrom")?.object("fieldRef")?.nonEmptyText("fieldPath")
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("name", .string(name))
        object.add("value", ifNotEmpty: value)
        if let fieldPath {
            object.add("valueFrom", ["fieldRef": ["fieldPath": .string(fieldPath)]])
        }
        return .object(object)
    }
}

/// A port that a container names, or asks of its node.
public struct ContainerPort: Hashable, Sendable {
    /// Its name, which a Service's target may use; empty when it has none.
    public var name: String
    /// The port in the Pod.
    public var containerPort: UInt16
    /// The port on the node; nil for none.
    public var hostPort: UInt16?
    /// The transport protocol.
    public var `protocol`: PortProtocol
    /// The node's address that the host port is on; empty for all.
    public var hostIP: String

    /// A port.
    public init(
        name: String = "", containerPort: UInt16, hostPort: UInt16? = nil,
        protocol: PortProtocol = .tcp, hostIP: String = ""
    ) {
        self.name = name
        self.containerPort = containerPort
        self.hostPort = hostPort
        self.protocol = `protocol`
        self.hostIP = hostIP
    }

    init(decoding value: JSONValue) throws(FieldError) {
        name = try value.text("name") ?? ""
        containerPort = try value.requiredPort("containerPort")
        hostPort = try value.port("hostPort")
        `protocol` = try value.choice("protocol") ?? .tcp
        hostIP = try value.text("hostIP") ?? ""
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("name", ifNotEmpty: name)
        object.add("containerPort", .int(containerPort))
        object.add("hostPort", ifPresent: hostPort)
        object.add("protocol", .string(`protocol`.rawValue))
        object.add("hostIP", ifNotEmpty: hostIP)
        return .object(object)
    }
}
