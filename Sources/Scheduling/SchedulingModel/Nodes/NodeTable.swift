/// All nodes with their pods, and what plugins count of them, kept as nodes and pods come and go:
/// a scheduling cycle reads it without a copy.
public final class NodeTable {
    /// All nodes by slot, also those of which only pods are known.
    public private(set) var nodes: [NodeInfo] = []
    /// How many nodes have an image.
    public private(set) var imageHolders: [String: Int] = [:]
    /// Terms that keep other pods away from the pods that hold them.
    public private(set) var exclusions = TermHolders<PodTerm>()
    /// Terms that make other pods more, or less, welcome near the pods that hold them.
    public private(set) var attractions = TermHolders<WeightedPodTerm>()

    private var slots: [String: Int] = [:]
    private var freeSlots: [Int] = []
    private var places: [String: (pod: PodInfo, slot: Int)] = [:]
    private var order: [Int]?
    private var topologies: [String: TopologyIndex] = [:]
    private var counts: [PodMatcher: PodCounts] = [:]
    private var demands: [NodeDemand: DemandMatches] = [:]
    private var uses = 0

    /// More matchers than this are not kept, nor more demands.
    static let keptMatchers = 64

    /// An empty table.
    public init() {}

    // MARK: - Nodes

    /// A node that is there.
    public func node(named name: String) -> NodeInfo? {
        slots[name].map { nodes[$0] }.flatMap { $0.view == nil ? nil : $0 }
    }

    /// The slots of all nodes that are there, in turns of their zones.
    public var nodeOrder: [Int] {
        if let order { return order }
        var zones: [String: [Int]] = [:]
        for node in nodes {
            if let view = node.view { zones[view.zone, default: []].append(node.slot) }
        }
        var lists = zones.sorted { $0.key < $1.key }.map(\.value)
        var all: [Int] = []
        var round = 0
        while !lists.isEmpty {
            for list in lists { all.append(list[round]) }
            round += 1
            lists.removeAll { $0.count <= round }
        }
        order = all
        return all
    }

    /// Puts a node in, or its new state; its pods stay.
    public func update(_ view: NodeView) {
        let node = nodes[slot(of: view.name)]
        setView(view, of: node)
    }

    /// Takes a node out. Pods that are still bound to it stay known.
    public func removeNode(named name: String) {
        guard let slot = slots[name] else { return }
        setView(nil, of: nodes[slot])
        releaseIfEmpty(slot)
    }

    private func setView(_ view: NodeView?, of node: NodeInfo) {
        let old = node.view
        for image in (old?.images ?? [:]).keys {
            imageHolders[image, default: 0] -= 1
            if imageHolders[image] == 0 { imageHolders[image] = nil }
        }
        for image in (view?.images ?? [:]).keys { imageHolders[image, default: 0] += 1 }
        node.view = view
        if old?.zone != view?.zone || (old == nil) != (view == nil) { order = nil }
        if old?.labels != view?.labels || (old == nil) != (view == nil) {
            for key in Array(topologies.keys) { topologies[key]?.update(node) }
            for demand in Array(demands.keys) { demands[demand]?.update(node) }
        }
    }

    private func slot(of name: String) -> Int {
        if let slot = slots[name] { return slot }
        let slot = freeSlots.popLast() ?? nodes.count
        if slot == nodes.count { nodes.append(NodeInfo(slot: slot, name: name)) }
        nodes[slot].name = name
        slots[name] = slot
        return slot
    }

    private func releaseIfEmpty(_ slot: Int) {
        guard nodes[slot].view == nil, nodes[slot].pods.isEmpty else { return }
        slots[nodes[slot].name] = nil
        freeSlots.append(slot)
    }

    // MARK: - Pods

    /// The pod of a uid as it was placed, and where.
    public func placement(uid: String) -> (pod: PodInfo, node: NodeInfo)? {
        places[uid].map { ($0.pod, nodes[$0.slot]) }
    }

    /// How many pods are placed.
    public var podCount: Int { places.count }

    /// Puts a pod on a node, or its new state; one that is elsewhere moves.
    public func place(_ pod: PodInfo, on name: String) {
        remove(uid: pod.uid)
        let slot = slot(of: name)
        places[pod.uid] = (pod, slot)
        nodes[slot].add(pod)
        count(pod, on: slot, 1)
    }

    /// Takes a pod away, if it is there.
    public func remove(uid: String) {
        guard let (pod, slot) = places.removeValue(forKey: uid) else { return }
        nodes[slot].remove(pod)
        count(pod, on: slot, -1)
        releaseIfEmpty(slot)
    }

    private func count(_ pod: PodInfo, on slot: Int, _ difference: Int) {
        // Not while the keys are held: the counts would be copied.
        let matchers = counts.keys.filter { $0.matches(pod) }
        for matcher in matchers {
            counts[matcher]?.change(slot, by: Int32(difference))
        }
        guard let affinity = pod.affinity else { return }
        exclusions.change(affinity.excluded, on: slot, by: difference)
        let required = affinity.required.map { WeightedPodTerm(term: $0, weight: 1) }
        attractions.change(required + affinity.preferred, on: slot, by: difference)
    }

    // MARK: - Counting

    /// The domains of a topology key.
    public func topology(_ key: String) -> TopologyIndex {
        if let known = topologies[key] { return known }
        let index = TopologyIndex(key: key, nodes: nodes)
        topologies[key] = index
        return index
    }

    /// Which nodes a demand matches, by slot; as many as there are nodes.
    public func matches(_ demand: NodeDemand) -> [Bool] {
        uses += 1
        if demands[demand] == nil {
            if demands.count >= Self.keptMatchers,
                let oldest = demands.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                demands[oldest.key] = nil
            }
            demands[demand] = DemandMatches(demand, nodes: nodes, now: uses)
        }
        demands[demand]?.lastUse = uses
        var found = demands[demand]?.perNode ?? []
        while found.count < nodes.count { found.append(false) }
        return found
    }

    /// How many pods a matcher means, by slot; as many as there are nodes.
    public func podCounts(_ matcher: PodMatcher) -> [Int32] {
        uses += 1
        if counts[matcher] == nil {
            if counts.count >= Self.keptMatchers,
                let oldest = counts.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                counts[oldest.key] = nil
            }
            counts[matcher] = PodCounts(matcher, nodes: nodes, now: uses)
        }
        counts[matcher]?.lastUse = uses
        var found = counts[matcher]?.perNode ?? []
        while found.count < nodes.count { found.append(0) }
        return found
    }
}
