/// What an object is. Kinds that Martlet does not read keep their name.
public enum Kind: Hashable, Sendable {
    case service, endpointSlice, pod, node, namespace, serviceCIDR
    case unknown(String)

    /// Every kind that can be decoded.
    public static let known: [Kind] = [
        .service, .endpointSlice, .pod, .node, .namespace, .serviceCIDR,
    ]

    /// The kind of an object's `kind` field.
    public init(name: String) {
        self = Kind.known.first { $0.name == name } ?? .unknown(name)
    }

    /// The `kind` field: `Service`.
    public var name: String {
        switch self {
        case .service: "Service"
        case .endpointSlice: "EndpointSlice"
        case .pod: "Pod"
        case .node: "Node"
        case .namespace: "Namespace"
        case .serviceCIDR: "ServiceCIDR"
        case .unknown(let name): name
        }
    }

    /// The `apiVersion` field that goes with it; empty for an unknown kind.
    public var apiVersion: String {
        switch self {
        case .service, .pod, .node, .namespace: "v1"
        case .endpointSlice: "discovery.k8s.io/v1"
        case .serviceCIDR: "networking.k8s.io/v1"
        case .unknown: ""
        }
    }

    /// The resource's name in paths: `services`; empty for an unknown kind.
    public var plural: String {
        switch self {
        case .service: "services"
        case .endpointSlice: "endpointslices"
        case .pod: "pods"
        case .node: "nodes"
        case .namespace: "namespaces"
        case .serviceCIDR: "servicecidrs"
        case .unknown: ""
        }
    }

    /// Whether its objects live in a namespace.
    public var isNamespaced: Bool {
        switch self {
        case .service, .endpointSlice, .pod, .unknown: true
        case .node, .namespace, .serviceCIDR: false
        }
    }
}

extension Kind: CustomStringConvertible {
    /// The `kind` field.
    public var description: String { name }
}
