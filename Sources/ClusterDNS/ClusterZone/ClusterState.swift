import DNSMessage
import KubernetesAPI
import NetworkAddress

/// What the cluster is, as far as its names go, and the index that follows from it.
///
/// Level-triggered: an object's event marks the Service it belongs to, and that Service's names are
/// planned again from everything that is known of it.
public struct ClusterState: Sendable {
    /// What names are called and which are shown.
    public let configuration: ZoneConfiguration
    /// The answers that follow from the objects.
    public private(set) var index: ZoneIndex

    /// The namespaces that every API server makes by itself.
    static let systemNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"]

    struct ServiceName: Hashable, Sendable {
        var namespace: String
        var name: String
    }

    private(set) var services: [ServiceName: Service] = [:]
    private(set) var slices: [ServiceName: [PlannedSlice]] = [:]
    private(set) var pods: [ServiceName: Pod] = [:]
    private var sliceOwners: [ServiceName: ServiceName] = [:]
    private var pointers: [ServiceName: [IPAddress]] = [:]
    private var prefixes = CountedPrefixes()
    private var podCounts: [PodEntry: Int] = [:]
    private var declared: Set<String> = []
    private var namespaces: [String: Int] = [:]
    private var dirty: Set<ServiceName> = []
    private var namespaceEdits: [PersistentTable<NamespaceEntry>.Edit] = []
    private var podEdits: [PersistentTable<PodEntry>.Edit] = []

    /// An empty cluster; `serial` is the version of its zones, which grows with each change.
    public init(_ configuration: ZoneConfiguration, serial: UInt32 = 1) {
        self.configuration = configuration
        index = ZoneIndex(configuration, serial: serial)
        for name in Self.systemNamespaces { countNamespace(name, by: 1) }
        publish()
    }

    /// The kinds of objects that names follow from. Pods are needed for their own names alone.
    public static func kinds(_ configuration: ZoneConfiguration) -> Set<Kind> {
        let always: Set<Kind> = [.service, .endpointSlice, .namespace]
        return configuration.pods == .verified ? always.union([.pod]) : always
    }

    /// Takes events in and makes the next index of them.
    public mutating func apply(_ events: [ObjectEvent]) {
        for event in events {
            switch event {
            case .applied(let object): apply(object)
            case .deleted(let key): delete(key)
            }
        }
        publish()
    }

    private mutating func apply(_ object: KubernetesObject) {
        switch object {
        case .service(let service):
            let name = ServiceName(
                namespace: service.metadata.namespace, name: service.metadata.name)
            if services.updateValue(service, forKey: name) == nil {
                countNamespace(name.namespace, by: 1)
            }
            dirty.insert(name)
        case .endpointSlice(let slice):
            setSlice(
                slice, named: slice.metadata.name, namespace: slice.metadata.namespace)
        case .pod(let pod):
            setPod(pod, named: pod.metadata.name, namespace: pod.metadata.namespace)
        case .namespace(let namespace):
            setNamespace(namespace.metadata.name, exists: true)
        case .node, .serviceCIDR, .other: break
        }
    }

    private mutating func delete(_ key: ObjectKey) {
        let name = ServiceName(namespace: key.namespace, name: key.name)
        switch key.kind {
        case .service:
            if services.removeValue(forKey: name) != nil {
                countNamespace(name.namespace, by: -1)
            }
            dirty.insert(name)
        case .endpointSlice: setSlice(nil, named: key.name, namespace: key.namespace)
        case .pod: setPod(nil, named: key.name, namespace: key.namespace)
        case .namespace: setNamespace(key.name, exists: false)
        case .node, .serviceCIDR, .unknown: break
        }
    }

    // A slice may change the Service it belongs to.
    private mutating func setSlice(_ slice: EndpointSlice?, named name: String, namespace: String) {
        let key = ServiceName(namespace: namespace, name: name)
        if let owner = sliceOwners.removeValue(forKey: key) {
            slices[owner]?.removeAll { $0.name == name }
            if slices[owner]?.isEmpty == true { slices[owner] = nil }
            dirty.insert(owner)
        }
        guard let slice, let service = slice.serviceName else { return }
        let owner = ServiceName(namespace: namespace, name: service)
        sliceOwners[key] = owner
        slices[owner, default: []].append(
            PlannedSlice(slice, usesPodNames: configuration.endpointPodNames))
        dirty.insert(owner)
    }
}

// MARK: - Namespaces and pods

extension ClusterState {
    // A namespace exists once it is declared, or while something is in it: files may leave it out.
    private mutating func setNamespace(_ name: String, exists: Bool) {
        guard declared.contains(name) != exists else { return }
        if exists { declared.insert(name) } else { declared.remove(name) }
        countNamespace(name, by: exists ? 1 : -1)
    }

    private mutating func countNamespace(_ name: String, by step: Int) {
        let before = namespaces[name] ?? 0
        let after = before + step
        namespaces[name] = after > 0 ? after : nil
        guard configuration.shows(namespace: name) else { return }
        if before == 0, after > 0 { namespaceEdits.append(.put(NamespaceEntry(name))) }
        if before > 0, after == 0 { namespaceEdits.append(.remove(NamespaceEntry(name))) }
    }

    private mutating func setPod(_ pod: Pod?, named name: String, namespace: String) {
        let key = ServiceName(namespace: namespace, name: name)
        let old = pods[key]
        pods[key] = pod
        if old == nil, pod != nil { countNamespace(namespace, by: 1) }
        if old != nil, pod == nil { countNamespace(namespace, by: -1) }
        let before = podEntries(old, namespace)
        let after = podEntries(pod, namespace)
        // Two pods may have one address for a moment, or for good on the host's network.
        for entry in before.subtracting(after) {
            let count = podCounts[entry] ?? 0
            podCounts[entry] = count > 1 ? count - 1 : nil
            if count == 1 { podEdits.append(.remove(entry)) }
        }
        for entry in after.subtracting(before) {
            podCounts[entry, default: 0] += 1
            if podCounts[entry] == 1 { podEdits.append(.put(entry)) }
        }
    }

    private func podEntries(_ pod: Pod?, _ namespace: String) -> Set<PodEntry> {
        guard configuration.pods == .verified, configuration.shows(namespace: namespace),
            let pod, pod.status.phase != .succeeded, pod.status.phase != .failed
        else { return [] }
        let entry = NamespaceEntry(namespace)
        return Set(
            pod.status.podIPs.compactMap { IPAddress($0) }
                .map { PodEntry(address: $0, namespace: entry) })
    }
}

// MARK: - Publishing

extension ClusterState {
    private mutating func publish() {
        guard !dirty.isEmpty || !namespaceEdits.isEmpty || !podEdits.isEmpty else { return }
        var changes = IndexChanges()
        for name in dirty { plan(name, into: &changes) }
        dirty = []
        index.services = index.services.applying(changes.services)
        index.pointers = index.pointers.applying(changes.pointerEdits(over: index.pointers))
        index.prefixes = index.prefixes.applying(prefixes.takeEdits())
        index.namespaces = index.namespaces.applying(namespaceEdits)
        index.podAddresses = index.podAddresses.applying(podEdits)
        namespaceEdits = []
        podEdits = []
        index.serial &+= 1
    }

    private mutating func plan(_ name: ServiceName, into changes: inout IndexChanges) {
        guard let key = ServiceEntry.key(name: name.name, namespace: name.namespace) else { return }
        let old = pointers.removeValue(forKey: name) ?? []
        var entry: ServiceEntry?
        var owned: [IPAddress: [Int]] = [:]
        if let service = services[name], configuration.shows(namespace: name.namespace) {
            let plan = ServicePlan.plan(
                service, slices: slices[name] ?? [], configuration)
            let builder = ServiceEntryBuilder(plan, key: key, configuration)
            let places = builder.places
            entry = ServiceEntry(builder, isHidden: plan.absence != nil)
            for pointer in plan.pointers {
                if let node = places[pointer.node] {
                    owned[pointer.address, default: []].append(node)
                }
            }
        }
        changes.set(entry, key: key, nodes: owned, old: old)
        let now = Set(owned.keys)
        for address in old where !now.contains(address) { prefixes.remove(address) }
        let before = Set(old)
        for address in now where !before.contains(address) { prefixes.add(address) }
        if !now.isEmpty { pointers[name] = Array(now) }
    }
}
