import APIMachinery
import JSON
import SchedulingModel
import SchedulingPlugins
import Testing
import YAML

/// Nodes, pods on them, and a pod to place.
final class Scene: ClusterObjects {
    let table = NodeTable()
    var workload: LabelSelector?
    var budgets: [DisruptionBudgetView] = []
    var claims: [String: ClaimView] = [:]
    private var pods = 0

    static let zone = "topology.kubernetes.io/zone"

    static func root(_ yaml: String) throws -> JSONValue {
        let document = try #require(try YAML.documents(Array(yaml.utf8)).first)
        return try JSONDocument(parsing: JSON(document.root).serialized()).root
    }

    /// Adds a node: labels and spec in one line each.
    func node(
        _ name: String, _ labels: String = "", cpu: String = "4", memory: String = "8Gi",
        spec: String = "{}", pods: Int = 110
    ) throws {
        table.update(
            NodeView(
                try Self.root(
                    """
                    metadata: {name: \(name), labels: {kubernetes.io/hostname: \(name), \(labels)}}
                    spec: \(spec)
                    status: {allocatable: {cpu: "\(cpu)", memory: \(memory), pods: "\(pods)"}}
                    """)))
    }

    /// A pod: labels and spec in one line each.
    func pod(_ spec: String = "{}", labels: String = "{}", name: String? = nil) throws -> PodInfo {
        pods += 1
        let name = name ?? "p\(pods)"
        return PodInfo(
            try Self.root(
                """
                metadata: {name: \(name), namespace: default, uid: \(name), labels: \(labels)}
                spec: \(spec)
                """))
    }

    /// Puts a pod on a node.
    func place(
        _ spec: String = "{}", labels: String = "{}", on node: String, name: String? = nil
    ) throws {
        table.place(try pod(spec, labels: labels, name: name), on: node)
    }

    /// A pod that asks for processors, and memory.
    static func asking(_ cpu: String, _ memory: String = "0", _ more: String = "") -> String {
        "{containers: [{resources: {requests: {cpu: \(cpu), memory: \(memory)}}}] \(more)}"
    }

    func input(_ pod: PodInfo) -> SchedulingInput {
        SchedulingInput(pod: pod, table: table, objects: self)
    }

    /// The reason that a pod can go nowhere; empty when it can.
    func message(_ pod: PodInfo) -> String {
        var placement = Placement()
        if case .nowhere(let diagnosis) = placement.place(input(pod), Nominations()) {
            return diagnosis.message
        }
        return ""
    }

    /// The weighted scores of a plugin, by node.
    func scores(_ pod: PodInfo, _ plugin: String) -> [String: Int] {
        var placement = Placement()
        placement.tellsScores = true
        guard case .node(_, let scores) = placement.place(input(pod), Nominations()) else {
            return [:]
        }
        let told = scores.filter { $0.plugin == plugin }.map { ($0.node, $0.weighted) }
        return Dictionary(told) { first, _ in first }
    }

    func labels(ofNamespace name: String) -> [String: String] { [:] }
    func namespaces(matching selector: LabelSelector) -> [String] { [] }
    func workloadSelector(of pod: PodInfo) -> LabelSelector? { workload }
    func claim(namespace: String, name: String) -> ClaimView? { claims[name] }
    func volume(_ name: String) -> VolumeView? { nil }
    func bindsLate(storageClass: String) -> Bool { false }
    var disruptionBudgets: [DisruptionBudgetView] { budgets }
}
