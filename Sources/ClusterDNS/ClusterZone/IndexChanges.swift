import NetworkAddress

/// The edits that planned Services bring to the index, together: each bucket is copied once.
struct IndexChanges {
    private(set) var services: [PersistentTable<ServiceEntry>.Edit] = []
    // For each touched address: which Services' names go, and which come.
    private var gone: [IPAddress: [[UInt8]]] = [:]
    private var come: [IPAddress: [PointerOwner]] = [:]

    /// A Service's new entry, or that it has none; its nodes by address; the addresses it had.
    mutating func set(
        _ entry: ServiceEntry?, key: [UInt8], nodes: [IPAddress: [Int]], old: [IPAddress]
    ) {
        for address in old { gone[address, default: []].append(key) }
        guard let entry else {
            services.append(.remove(ServiceEntry(removing: key)))
            return
        }
        services.append(.put(entry))
        for (address, nodes) in nodes {
            come[address, default: []] += nodes.map { PointerOwner(service: entry, node: $0) }
        }
    }

    /// The edits of the PTR records.
    func pointerEdits(
        over table: PersistentTable<PointerEntry>
    ) -> [PersistentTable<PointerEntry>.Edit] {
        Set(gone.keys).union(come.keys).map { address in
            var owners = table.entry(like: PointerEntry(address))?.owners ?? []
            if let keys = gone[address] { owners.removeAll { keys.contains($0.service.key) } }
            owners += come[address] ?? []
            let entry = PointerEntry(address, owners: owners)
            return owners.isEmpty ? .remove(entry) : .put(entry)
        }
    }
}

/// The names above addresses, each counting what is below it, so that only a first or a last one
/// touches the name above.
struct CountedPrefixes: Sendable {
    private var counts: [ReversePrefix: Int] = [:]
    private var edits: [PersistentTable<ReversePrefix>.Edit] = []

    mutating func add(_ address: IPAddress) {
        var next: ReversePrefix? = .above(address)
        while let prefix = next {
            counts[prefix, default: 0] += 1
            guard counts[prefix] == 1 else { return }
            edits.append(.put(prefix))
            next = prefix.parent
        }
    }

    mutating func remove(_ address: IPAddress) {
        var next: ReversePrefix? = .above(address)
        while let prefix = next, let count = counts[prefix] {
            counts[prefix] = count > 1 ? count - 1 : nil
            guard count == 1 else { return }
            edits.append(.remove(prefix))
            next = prefix.parent
        }
    }

    mutating func takeEdits() -> [PersistentTable<ReversePrefix>.Edit] {
        defer { edits = [] }
        return edits
    }
}
