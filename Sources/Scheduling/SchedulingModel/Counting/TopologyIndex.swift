/// The domains of one topology key: which one each node lies in, as small numbers.
public struct TopologyIndex {
    /// The node label whose values are the domains.
    public let key: String
    /// A node's domain by its slot; -1 for nodes without the label.
    public private(set) var domains: [Int32] = []
    /// How many domains were ever seen: the numbers are below it.
    public var domainLimit: Int { numbers.count }
    private var numbers: [String: Int32] = [:]

    init(key: String, nodes: [NodeInfo]) {
        self.key = key
        domains = Array(repeating: -1, count: nodes.count)
        for node in nodes { update(node) }
    }

    mutating func update(_ node: NodeInfo) {
        while domains.count <= node.slot { domains.append(-1) }
        guard let value = node.view?.labels[key] else {
            domains[node.slot] = -1
            return
        }
        let next = Int32(numbers.count)
        let number = numbers[value] ?? next
        if number == next { numbers[value] = next }
        domains[node.slot] = number
    }
}
