/// Which nodes a demand matches, kept as nodes change: pods of one workload ask the same.
struct DemandMatches {
    /// By slot.
    private(set) var perNode: [Bool]
    /// When it was asked for last.
    var lastUse: Int
    private let demand: NodeDemand

    init(_ demand: NodeDemand, nodes: [NodeInfo], now: Int) {
        self.demand = demand
        perNode = nodes.map { node in node.view.map(demand.matches) ?? false }
        lastUse = now
    }

    mutating func update(_ node: NodeInfo) {
        while perNode.count <= node.slot { perNode.append(false) }
        perNode[node.slot] = node.view.map(demand.matches) ?? false
    }
}
