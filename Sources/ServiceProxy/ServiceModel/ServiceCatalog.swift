import KubernetesAPI
import NetworkAddress

/// The objects as they are now, parsed and packed, and which Services must be looked at again.
public struct ServiceCatalog: Sendable {
    /// What the model knows beside the objects.
    public let options: ModelOptions
    /// What is known of this node.
    public internal(set) var node = NodeFacts()
    var entries: [ServiceKey: Entry] = [:]
    /// Which Service a slice belonged to when it was last seen: its label may change.
    var owners: [ObjectKey: ServiceKey] = [:]
    var places = EndpointPlaces()
    var serviceCIDRsByName: [String: [IPPrefix]] = [:]
    var changed: Set<ServiceKey> = []
    var hasChangedSurroundings = true
    var triggers: [ServiceKey: TriggerTime] = [:]
    /// The problems that each object has, told once.
    var problems: [ObjectKey: [ObjectProblem]] = [:]
    var newProblems: [ObjectProblem] = []

    /// A Service and its slices. What moves when a table of thousands grows is a pointer.
    struct Entry: Sendable {
        var service: Held<ServiceRecord>?
        /// By name, ascending.
        var slices: [Held<SliceRecord>] = []

        var isEmpty: Bool { service == nil && slices.isEmpty }
    }

    /// A catalog without objects.
    public init(options: ModelOptions) {
        self.options = options
    }

    /// Takes in an object as it is now.
    public mutating func apply(_ object: KubernetesObject) {
        switch object {
        case .service(let service): apply(service)
        case .endpointSlice(let slice): apply(slice)
        case .node(let node) where node.metadata.name == options.nodeName: apply(node)
        case .serviceCIDR(let range): apply(range)
        default: break
        }
    }

    private mutating func apply(_ service: Service) {
        let key = ServiceKey(service)
        var found = ProblemList(of: service.key)
        let record = ServiceRecord(service, proxyName: options.proxyName, &found)
        tell(found)
        let isNew = entries[key]?.service?.value != record
        entries[key, default: Entry()].service = Held(
            record, name: service.metadata.name, revision: service.metadata.resourceVersion)
        if isNew { changed.insert(key) }
    }

    private mutating func apply(_ slice: EndpointSlice) {
        let key = slice.key
        guard let owner = ServiceKey(owning: slice) else {
            remove(key)
            return
        }
        let former = owners.updateValue(owner, forKey: key)
        if let former, former != owner { forget(key.name, of: former) }
        var found = ProblemList(of: key)
        let record = SliceRecord(slice, nodeName: options.nodeName, &places, &found)
        tell(found)
        let held = Held(
            record, name: key.name, revision: slice.metadata.resourceVersion,
            trigger: slice.metadata.annotations[TriggerTime.annotation].flatMap(TriggerTime.init))
        guard let old = entries[owner, default: Entry()].put(held), old.value == record else {
            note(held.trigger, of: owner)
            changed.insert(owner)
            return
        }
    }

    /// Takes out an object that is gone.
    public mutating func remove(_ key: ObjectKey) {
        problems[key] = nil
        switch key.kind {
        case .service:
            let service = ServiceKey(namespace: key.namespace, name: key.name)
            entries[service]?.service = nil
            tidy(service)
        case .endpointSlice:
            if let owner = owners.removeValue(forKey: key) { forget(key.name, of: owner) }
        case .node where key.name == options.nodeName: take(NodeFacts())
        case .serviceCIDR:
            hasChangedSurroundings = true
            serviceCIDRsByName[key.name] = nil
        default: break
        }
    }

    private mutating func forget(_ slice: String, of owner: ServiceKey) {
        entries[owner]?.slices.removeAll { $0.name == slice }
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

    /// Whether what is known of the node, or the Service ranges, changed since the last call.
    public mutating func takeChangedSurroundings() -> Bool {
        defer { hasChangedSurroundings = false }
        return hasChangedSurroundings
    }

    /// All Services, ascending.
    public var serviceKeys: [ServiceKey] {
        entries.filter { $0.value.service != nil }.keys.sorted()
    }

    /// The prefixes that Service addresses are taken from, ascending.
    public var serviceCIDRs: [IPPrefix] {
        Set(serviceCIDRsByName.values.flatMap(\.self)).sorted()
    }
}

extension ServiceCatalog.Entry {
    /// Takes in a slice; returns what it was.
    fileprivate mutating func put(_ slice: Held<SliceRecord>) -> Held<SliceRecord>? {
        var index = slices.endIndex
        while index > 0, slices[index - 1].name >= slice.name { index -= 1 }
        guard index < slices.endIndex, slices[index].name == slice.name else {
            slices.insert(slice, at: index)
            return nil
        }
        defer { slices[index] = slice }
        return slices[index]
    }
}

/// A large value behind a pointer, with what tells its object's state from an earlier one.
final class Held<Value: Sendable>: Sendable {
    let value: Value
    let name: String
    let revision: String?
    let trigger: TriggerTime?

    init(_ value: Value, name: String, revision: String?, trigger: TriggerTime? = nil) {
        self.value = value
        self.name = name
        self.revision = revision
        self.trigger = trigger
    }
}
