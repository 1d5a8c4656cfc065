import KubernetesAPI
import NetworkAddress

/// The objects as they are now, and which Services must be looked at again.
public struct ServiceCatalog: Sendable {
    /// What the model knows beside the objects.
    public let options: ModelOptions
    private var entries: [ServiceKey: Entry] = [:]
    /// Which Service a slice belonged to when it was last seen: its label may change.
    private var owners: [ObjectKey: ServiceKey] = [:]
    private var serviceCIDRsByName: [String: ServiceCIDR] = [:]
    private var node: Node?
    private var changed: Set<ServiceKey> = []
    private var hasChangedSurroundings = true

    /// A Service and its slices. Objects are large values: they stay where they are, and what moves
    /// when a table of thousands grows is a pointer.
    private struct Entry: Sendable {
        var service: Held<Service>?
        var slices: [Held<EndpointSlice>] = []

        var isEmpty: Bool { service == nil && slices.isEmpty }

        mutating func put(_ slice: EndpointSlice) {
            let held = Held(slice)
            let name = slice.metadata.name
            if let index = slices.firstIndex(where: { $0.value.metadata.name == name }) {
                slices[index] = held
            } else {
                slices.append(held)
            }
        }
    }

    /// A catalog without objects.
    public init(options: ModelOptions) {
        self.options = options
    }

    /// Takes in an object as it is now.
    public mutating func apply(_ object: KubernetesObject) {
        switch object {
        case .service(let service):
            let key = ServiceKey(service)
            entries[key, default: Entry()].service = Held(service)
            changed.insert(key)
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
        let key = slice.key
        let former =
            owner.map { owners.updateValue($0, forKey: key) } ?? owners.removeValue(forKey: key)
        if let former, former != owner { forget(key.name, of: former) }
        guard let owner else { return }
        entries[owner, default: Entry()].put(slice)
        changed.insert(owner)
    }

    /// Takes out an object that is gone.
    public mutating func remove(_ key: ObjectKey) {
        switch key.kind {
        case .service:
            let service = ServiceKey(namespace: key.namespace, name: key.name)
            entries[service]?.service = nil
            tidy(service)
        case .endpointSlice:
            if let owner = owners.removeValue(forKey: key) { forget(key.name, of: owner) }
        case .node where key.name == options.nodeName:
            hasChangedSurroundings = true
            node = nil
        case .serviceCIDR:
            hasChangedSurroundings = true
            serviceCIDRsByName[key.name] = nil
        default: break
        }
    }

    private mutating func forget(_ slice: String, of owner: ServiceKey) {
        entries[owner]?.slices.removeAll { $0.value.metadata.name == slice }
        tidy(owner)
    }

    private mutating func tidy(_ service: ServiceKey) {
        if entries[service]?.isEmpty == true { entries[service] = nil }
        changed.insert(service)
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
        guard let entry = entries[key], let service = entry.service else { return [] }
        return ServicePlanner.plans(of: service, slices: entry.slices, family: family, options)
    }

    /// All Services, ascending.
    public var serviceKeys: [ServiceKey] {
        entries.filter { $0.value.service != nil }.keys.sorted()
    }

    /// A Service by its key.
    public func service(_ key: ServiceKey) -> Service? { entries[key]?.service?.value }

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

/// A large value behind a pointer.
final class Held<Value: Sendable>: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}
