/// A node with the pods that are on it, or will be, and what they take of it.
public final class NodeInfo {
    /// Its place in the table's arrays.
    public let slot: Int
    /// What it says of itself; nil while only its pods are known.
    public internal(set) var view: NodeView?
    /// Its pods, in no order.
    public private(set) var pods: [PodInfo] = []
    /// What its pods ask for.
    public private(set) var requested = ResourceAmounts()
    /// The same with something assumed for containers that ask for nothing.
    public private(set) var scored = ResourceAmounts()
    /// The node's ports that its pods take.
    public private(set) var hostPorts: [HostPort] = []

    /// Its name.
    public internal(set) var name: String

    init(slot: Int, name: String) {
        self.slot = slot
        self.name = name
    }

    func add(_ pod: PodInfo) {
        pods.append(pod)
        requested += pod.requests
        scored += pod.scoredRequests
        hostPorts += pod.hostPorts
    }

    func remove(_ pod: PodInfo) {
        guard let index = pods.firstIndex(where: { $0.uid == pod.uid }) else { return }
        let there = pods[index]
        pods.swapAt(index, pods.count - 1)
        pods.removeLast()
        requested -= there.requests
        scored -= there.scoredRequests
        for port in there.hostPorts {
            if let index = hostPorts.firstIndex(of: port) { hostPorts.remove(at: index) }
        }
    }
}
