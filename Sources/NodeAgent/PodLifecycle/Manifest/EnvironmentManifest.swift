import JSON

/// A variable of a container's environment.
public struct EnvironmentVariable: Sendable, Hashable {
    /// Where its value comes from.
    public enum Source: Sendable, Hashable {
        /// A text, where `$(NAME)` stands for other variables.
        case text(String)
        /// Something of the pod: `metadata.name`.
        case field(String)
        /// Something of a container's resources.
        case resource(ResourceReference)
        case configMap(name: String, key: String, isOptional: Bool)
        case secret(name: String, key: String, isOptional: Bool)
    }

    public var name: String
    public var source: Source

    init(_ value: JSONValue) {
        name = value["name"]?.string ?? ""
        let from = value["valueFrom"]
        if let field = from?["fieldRef"] {
            source = .field(field["fieldPath"]?.string ?? "")
        } else if let resource = from?["resourceFieldRef"] {
            source = .resource(ResourceReference(resource))
        } else if let key = from?["configMapKeyRef"] {
            source = .configMap(
                name: key["name"]?.string ?? "", key: key["key"]?.string ?? "",
                isOptional: key["optional"]?.bool ?? false)
        } else if let key = from?["secretKeyRef"] {
            source = .secret(
                name: key["name"]?.string ?? "", key: key["key"]?.string ?? "",
                isOptional: key["optional"]?.bool ?? false)
        } else {
            source = .text(value["value"]?.string ?? "")
        }
    }
}

/// An object whose members are all variables.
public struct EnvironmentSource: Sendable, Hashable {
    /// What kind of object it is.
    public enum Kind: Sendable, Hashable { case configMap, secret }

    public var kind: Kind
    public var name: String
    public var prefix: String
    public var isOptional: Bool

    init?(_ value: JSONValue) {
        prefix = value["prefix"]?.string ?? ""
        if let map = value["configMapRef"] {
            kind = .configMap
            name = map["name"]?.string ?? ""
            isOptional = map["optional"]?.bool ?? false
        } else if let secret = value["secretRef"] {
            kind = .secret
            name = secret["name"]?.string ?? ""
            isOptional = secret["optional"]?.bool ?? false
        } else {
            return nil
        }
    }
}

/// `limits.cpu` of a container, in units of the divisor.
public struct ResourceReference: Sendable, Hashable {
    /// Empty is the container that asks.
    public var container: String
    public var resource: String
    /// Empty or 0 is 1.
    public var divisor: String

    init(_ value: JSONValue) {
        container = value["containerName"]?.string ?? ""
        resource = value["resource"]?.string ?? ""
        divisor = value["divisor"]?.string ?? ""
    }
}
