import JSON
import NodeLifecycleController
import Testing

@Suite struct NodeTaintsTests {
    static func node(
        _ conditions: [String: String], taints: [JSON] = [], unschedulable: Bool = false,
        zone: String = ""
    ) throws -> NodeState {
        let json: JSON = [
            "metadata": ["labels": ["topology.kubernetes.io/zone": .string(zone)]],
            "spec": ["taints": .array(taints), "unschedulable": .bool(unschedulable)],
            "status": [
                "conditions": .array(
                    conditions.sorted { $0.key < $1.key }.map {
                        ["type": .string($0.key), "status": .string($0.value)]
                    })
            ],
        ]
        return NodeState(try JSONDocument(parsing: json.serialized()).root)
    }

    private func texts(_ node: NodeState, evicts: Bool = true) -> [String] {
        NodeTaints.wanted(node, evicts: evicts, now: "now").map { "\($0.key):\($0.effect)" }
            .sorted()
    }

    @Test(
        arguments: [
            (["Ready": "True"], []),
            ([:], []),
            (
                ["Ready": "False"],
                [
                    "node.kubernetes.io/not-ready:NoExecute",
                    "node.kubernetes.io/not-ready:NoSchedule",
                ]
            ),
            (
                ["Ready": "Unknown"],
                [
                    "node.kubernetes.io/unreachable:NoExecute",
                    "node.kubernetes.io/unreachable:NoSchedule",
                ]
            ),
            (
                [
                    "Ready": "True", "MemoryPressure": "True", "DiskPressure": "False",
                    "NetworkUnavailable": "True", "PIDPressure": "Unknown",
                ],
                [
                    "node.kubernetes.io/memory-pressure:NoSchedule",
                    "node.kubernetes.io/network-unavailable:NoSchedule",
                ]
            ),
        ] as [([String: String], [String])])
    func `conditions make taints`(_ conditions: [String: String], _ taints: [String]) throws {
        let node = try Self.node(conditions)
        #expect(texts(node) == taints)
    }

    @Test func `pods are driven away only where that is allowed`() throws {
        let node = try Self.node(["Ready": "Unknown"])
        #expect(texts(node, evicts: false) == ["node.kubernetes.io/unreachable:NoSchedule"])
    }

    @Test func `a cordoned node is tainted, and others' taints stay`() throws {
        let node = try Self.node(
            ["Ready": "True"], taints: [["key": "gpu", "value": "a", "effect": "NoSchedule"]],
            unschedulable: true)
        #expect(texts(node) == ["gpu:NoSchedule", "node.kubernetes.io/unschedulable:NoSchedule"])
    }

    @Test func `what no longer holds is taken away, what still does keeps its time`() throws {
        let unreachable = "node.kubernetes.io/unreachable"
        let node = try Self.node(
            ["Ready": "Unknown"],
            taints: [
                ["key": "node.kubernetes.io/not-ready", "effect": "NoExecute"],
                ["key": .string(unreachable), "effect": "NoExecute", "timeAdded": "then"],
            ])
        let wanted = NodeTaints.wanted(node, evicts: true, now: "now")
        #expect(
            wanted == [
                Taint(key: unreachable, effect: "NoExecute", timeAdded: "then"),
                Taint(key: unreachable, effect: "NoSchedule", timeAdded: "now"),
            ])
    }
}
