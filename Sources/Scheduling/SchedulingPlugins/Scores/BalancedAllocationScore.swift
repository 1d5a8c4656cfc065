import SchedulingModel

/// Nodes whose processor and memory are used more evenly with the pod than without it.
public struct BalancedAllocationScore: ScorePlugin {
    public static let name = "NodeResourcesBalancedAllocation"
    public static let weight = 1

    private let requests: ResourceAmounts

    public init?(_ input: SchedulingInput, feasible: [NodeInfo]) {
        requests = input.pod.requests
        // A pod that asks for nothing balances nothing: it would always go to the same node.
        if requests.milliCPU == 0, requests.memory == 0 { return nil }
    }

    public func score(_ node: NodeInfo, _ view: NodeView) -> Int {
        let cpu = node.requested.milliCPU
        let memory = node.requested.memory
        let without = Self.evenness(view, cpu, memory)
        let with = Self.evenness(view, cpu + requests.milliCPU, memory + requests.memory)
        return maxScore / 2 + (maxScore / 2 + with - without) / 2
    }

    /// 100 when both are used alike; the less, the farther apart they are.
    private static func evenness(_ view: NodeView, _ cpu: Int, _ memory: Int) -> Int {
        let all = view.allocatable
        guard all.milliCPU > 0, all.memory > 0 else { return maxScore }
        let first = min(1, Double(cpu) / Double(all.milliCPU))
        let second = min(1, Double(memory) / Double(all.memory))
        return Int((1 - abs((first - second) / 2)) * Double(maxScore))
    }
}
