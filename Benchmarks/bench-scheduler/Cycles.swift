import APIMachinery
import JSON
import SchedulingModel
import SchedulingPlugins

/// The scheduling cycle alone: no server, no queue, no writing.
struct Cycles {
    let workload: Workload
    let nodes: Int
    let pods: Int

    private struct NoObjects: ClusterObjects {
        func labels(ofNamespace name: String) -> [String: String] { [:] }
        func namespaces(matching selector: LabelSelector) -> [String] { [] }
        func workloadSelector(of pod: PodInfo) -> LabelSelector? { nil }
        func claim(namespace: String, name: String) -> ClaimView? { nil }
        func volume(_ name: String) -> VolumeView? { nil }
        func bindsLate(storageClass: String) -> Bool { false }
        var disruptionBudgets: [DisruptionBudgetView] { [] }
    }

    func run() throws {
        let table = NodeTable()
        for number in 0..<nodes {
            table.update(NodeView(try Self.root(Workload.node(number))))
        }
        let waiting = try (0..<pods).map { PodInfo(try Self.root(workload.pod($0))) }
        var placement = Placement()
        var placed = 0
        let time = ContinuousClock().measure {
            for pod in waiting {
                let input = SchedulingInput(pod: pod, table: table, objects: NoObjects())
                if case .node(let node, _) = placement.place(input, Nominations()) {
                    table.place(pod, on: node.name)
                    placed += 1
                }
            }
        }
        Report.line(
            "Scheduler.cycle", workload, nodes, placed: placed, of: pods, in: time, goal: nil)
    }

    private static func root(_ json: JSON) throws -> JSONValue {
        try JSONDocument(parsing: json.serialized()).root
    }
}
