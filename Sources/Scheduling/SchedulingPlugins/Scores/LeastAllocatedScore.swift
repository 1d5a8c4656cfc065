import SchedulingModel

/// Nodes that have more left, by processor and memory.
public struct LeastAllocatedScore: ScorePlugin {
    public static let name = "NodeResourcesFit"
    public static let weight = 1

    private let requests: ResourceAmounts

    public init?(_ input: SchedulingInput, feasible: [NodeInfo]) {
        requests = input.pod.scoredRequests
    }

    public func score(_ node: NodeInfo, _ view: NodeView) -> Int {
        var sum = 0
        var kinds = 0
        func add(_ all: Int, _ taken: Int) {
            guard all > 0 else { return }
            kinds += 1
            if taken <= all { sum += (all - taken) * maxScore / all }
        }
        add(view.allocatable.milliCPU, node.scored.milliCPU + requests.milliCPU)
        add(view.allocatable.memory, node.scored.memory + requests.memory)
        return kinds == 0 ? 0 : sum / kinds
    }
}
