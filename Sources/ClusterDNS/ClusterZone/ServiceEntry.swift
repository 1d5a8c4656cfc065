import DNSMessage
import KubernetesAPI
import NetworkAddress

/// A Service as the index holds it: every name below `<service>.<namespace>` with its encoded
/// answers, in four flat arrays.
final class ServiceEntry: TableEntry {
    let hash: UInt32
    /// The labels of the Service and of its namespace on the wire, in lower case.
    let key: [UInt8]
    /// The names, by ascending hash.
    let nodes: [AnswerNode]
    /// The answers of all names.
    let sets: [AnswerSet]
    /// The labels and the records that nodes and sets point to.
    let bytes: [UInt8]
    /// What an ExternalName stands for; else nil.
    let alias: DNSName?
    /// Whether the names do not exist (PTR records still lead to them).
    let isHidden: Bool

    init(_ builder: consuming ServiceEntryBuilder, isHidden: Bool) {
        hash = NameHash.of(builder.key)
        key = builder.key
        nodes = builder.nodes
        sets = builder.sets
        bytes = builder.bytes
        alias = builder.alias
        self.isHidden = isHidden
    }

    /// An entry that only says which is to be removed.
    init(removing key: [UInt8]) {
        hash = NameHash.of(key)
        self.key = key
        nodes = []
        sets = []
        bytes = []
        alias = nil
        isHidden = true
    }

    func hasKey(of other: ServiceEntry) -> Bool { key == other.key }

    /// The node of the labels that stand in a message from `start` to `end`.
    @inline(__always)
    func node(_ message: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        let hash = NameHash.of(message, from: start, to: end)
        var low = 0
        var high = nodes.count
        while low < high {
            let middle = (low &+ high) >> 1
            if nodes[middle].hash < hash { low = middle &+ 1 } else { high = middle }
        }
        while low < nodes.count, nodes[low].hash == hash {
            let node = nodes[low]
            let offset = Int(node.start)
            if isSame(message, from: start, to: end, as: bytes, at: offset, count: Int(node.size)) {
                return low
            }
            low &+= 1
        }
        return nil
    }

    /// The answers of a type at a node.
    @inline(__always)
    func set(of type: UInt16, at node: Int) -> Int? {
        var at = Int(nodes[node].firstSet)
        let end = at &+ Int(nodes[node].setCount)
        while at < end {
            if sets[at].type == type { return at }
            at &+= 1
        }
        return nil
    }

    /// The key of a Service; nil when a name is no label.
    static func key(name: String, namespace: String) -> [UInt8]? {
        DNSName(labels: [name.lowercased().utf8, namespace.lowercased().utf8])
            .map { Array($0.wire.dropLast()) }
    }
}
