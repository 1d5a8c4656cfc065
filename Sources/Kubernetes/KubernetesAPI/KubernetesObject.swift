import JSON

/// An object of one of the kinds that Martlet reads.
///
/// Indirect, since a Pod is large and lists of objects are mostly of small ones.
public indirect enum KubernetesObject: Hashable, Sendable {
    case service(Service)
    case endpointSlice(EndpointSlice)
    case pod(Pod)
    case node(Node)
    case namespace(Namespace)
    case serviceCIDR(ServiceCIDR)
    /// An object of a kind that is known by name only.
    case other(ObjectKey)

    /// What identifies it.
    public var key: ObjectKey {
        switch self {
        case .service(let object): object.key
        case .endpointSlice(let object): object.key
        case .pod(let object): object.key
        case .node(let object): object.key
        case .namespace(let object): object.key
        case .serviceCIDR(let object): object.key
        case .other(let key): key
        }
    }

    /// What it is.
    public var kind: Kind { key.kind }

    /// The revision that the API server gave; nil in files and for kinds known by name only.
    public var resourceVersion: String? {
        switch self {
        case .service(let object): object.metadata.resourceVersion
        case .endpointSlice(let object): object.metadata.resourceVersion
        case .pod(let object): object.metadata.resourceVersion
        case .node(let object): object.metadata.resourceVersion
        case .namespace(let object): object.metadata.resourceVersion
        case .serviceCIDR(let object): object.metadata.resourceVersion
        case .other: nil
        }
    }

    /// As the API writes it.
    public var json: JSON {
        switch self {
        case .service(let object): object.json
        case .endpointSlice(let object): object.json
        case .pod(let object): object.json
        case .node(let object): object.json
        case .namespace(let object): object.json
        case .serviceCIDR(let object): object.json
        case .other(let key):
            [
                "kind": .string(key.kind.name),
                "metadata": ["name": .string(key.name), "namespace": .string(key.namespace)],
            ]
        }
    }

    /// The members that begin every object.
    static func header(_ kind: Kind, _ metadata: ObjectMeta) -> JSONObject {
        var object = JSONObject()
        object.add("apiVersion", .string(kind.apiVersion))
        object.add("kind", .string(kind.name))
        object.add("metadata", metadata.json)
        return object
    }
}
