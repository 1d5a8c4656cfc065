import KubernetesAPI
import NetworkAddress

/// The objects as they are now, and which Services must be looked at again.
public struct ServiceCatalog: Sendable {
    /// What the model knows beside the objects.
    public let options: ModelOptions
    private var services: [ServiceKey: Service] = [:]
    private var slices: [ServiceKey: [String: EndpointSlice]] = [:]
    /// Which Service a slice belonged to when it was last seen: its label may change.
    private var owners: [ObjectKey: ServiceKey] = [:]
    private var serviceCIDRsByName: [String: ServiceCIDR] = [:]
    private var node: Node?
    private var changed: Set<ServiceKey> = []
    private var hasChangedSurroundings = true

    /// A catalog without objects.
    public init(options: ModelOptions) {
        self.options = options
    }

    /// Takes in an object as it is now.
    public mutating func apply(_ object: KubernetesObject) {
        switch object {
        case .service(let service):
            services[ServiceKey(service)] = service
            changed.insert(ServiceKey(service))
        case .endpointSlice(let slice): apply(slice)
        case .node(let new) where new.metadata.name == options.nodeName:
            hasChangedSurroundings = true
            node = new
        case .serviceCIDR(let range):
            hasChangedSurroundings = true
            serviceCIDRsByName[range.metadata.name] = range
        default: break
        }
    }

    private mutating func apply(_ slice: EndpointSlice) {
        let owner = ServiceKey(owning: slice)
        if let former = owners[slice.key], former != owner { forget(slice.key, of: former) }
        owners[slice.key] = owner
        guard let owner else { return }
        slices[owner, default: [:]][slice.metadata.name] = slice
        changed.insert(owner)
    }

    /// Takes out an object that is gone.
    public mutating func remove(_ key: ObjectKey) {
        switch key.kind {
        case .service:
            let service = ServiceKey(namespace: key.namespace, name: key.name)
            services[service] = nil
            changed.insert(service)
        case .endpointSlice:
            if let owner = owners.removeValue(forKey: key) { forget(key, of: owner) }
        case .node where key.name == options.nodeName:
            hasChangedSurroundings = true
            node = nil
        case .serviceCIDR:
            hasChangedSurroundings = true
            serviceCIDRsByName[key.name] = nil
        default: break
        }
    }

    private mutating func forget(_ slice: ObjectKey, of owner: ServiceKey) {
        slices[owner]?[slice.name] = nil
        if slices[owner]?.isEmpty == true { slices[owner] = nil }
        changed.insert(owner)
    }

    /// The Services that changed since the last call.
    public mutating func takeChanged() -> Set<ServiceKey> {
        defer { changed = [] }
        return changed
    }

    /// Whether the Node or the Service ranges changed since the last call.
    public mutating func takeChangedSurroundings() -> Bool {
        defer { hasChangedSurroundings = false }
        return hasChangedSurroundings
    }

    /// What the ports of a Service must do in one family; empty when there is no such Service.
    public func plans(of key: ServiceKey, family: AddressFamily) -> [ServicePortPlan] {
        guard let service = services[key] else { return [] }
        return ServicePlanner.plans(
            of: service, slices: (slices[key] ?? [:]).values, family: family, options)
    }

    /// All Services, ascending.
    public var serviceKeys: [ServiceKey] { services.keys.sorted() }

    /// A Service by its key.
    public func service(_ key: ServiceKey) -> Service? { services[key] }

    /// This node's addresses, as its Node object says.
    public var nodeAddresses: [IPAddress] {
        (node?.addresses ?? []).filter { $0.type == "InternalIP" || $0.type == "ExternalIP" }
            .compactMap { IPAddress($0.address) }
    }

    /// The primary address of each family: the first internal one, else the first external one.
    public var primaryNodeAddresses: [IPAddress] {
        let all = node?.addresses ?? []
        let ranked = all.filter { $0.type == "InternalIP" } + all.filter { $0.type == "ExternalIP" }
        let parsed = ranked.compactMap { IPAddress($0.address) }
        return [AddressFamily.ipv4, .ipv6].compactMap { family in
            parsed.first { $0.family == family }
        }
    }

    /// The prefixes that Service addresses are taken from, ascending.
    public var serviceCIDRs: [IPPrefix] {
        Set(serviceCIDRsByName.values.flatMap(\.cidrs).compactMap { IPPrefix($0) }).sorted()
    }
}
