import KubernetesAPI

/// A Service's namespace and name: what slices refer to.
public struct ServiceKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The namespace.
    public var namespace: String
    /// The name within it.
    public var name: String

    /// A key from its parts.
    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// The key of a Service.
    public init(_ service: Service) {
        self.init(namespace: service.metadata.namespace, name: service.metadata.name)
    }

    /// The Service that a slice belongs to; nil when the slice names none.
    public init?(owning slice: EndpointSlice) {
        guard let name = slice.serviceName else { return nil }
        self.init(namespace: slice.metadata.namespace, name: name)
    }

    public static func < (left: ServiceKey, right: ServiceKey) -> Bool {
        (left.namespace, left.name) < (right.namespace, right.name)
    }

    /// `default/web`.
    public var description: String { "\(namespace)/\(name)" }
}
