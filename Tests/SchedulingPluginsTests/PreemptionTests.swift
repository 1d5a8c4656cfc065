import SchedulingModel
import SchedulingPlugins
import Testing

@Suite struct PreemptionTests {
    private func asking(_ cpu: Int, priority: Int, _ more: String = "") -> String {
        "{priority: \(priority), containers: [{resources: {requests: {cpu: \(cpu)}}}] \(more)}"
    }

    private func outcome(_ scene: Scene, _ pod: PodInfo) -> (String, [String]) {
        var placement = Placement()
        guard case .nowhere(let diagnosis) = placement.place(scene.input(pod), Nominations())
        else { return ("it fits", []) }
        switch DefaultPreemption(scene.input(pod), Nominations()).run(diagnosis) {
        case .nothing(let why): return (why, [])
        case .candidate(let node, let victims): return (node, victims.map(\.name).sorted())
        }
    }

    @Test func `as few as needed go, and the least important ones`() throws {
        let scene = Scene()
        try scene.node("n1")
        try scene.place(asking(1, priority: 100), on: "n1", name: "low")
        try scene.place(asking(2, priority: 500), on: "n1", name: "mid2")
        try scene.place(asking(1, priority: 500), on: "n1", name: "mid1")
        let (node, victims) = outcome(scene, try scene.pod(asking(1, priority: 1000)))
        #expect(node == "n1")
        #expect(victims == ["low"])
        // Trying has moved nothing.
        #expect(scene.table.node(named: "n1")?.requested.milliCPU == 4000)
    }

    @Test func `of equal priorities the node with fewer victims is taken`() throws {
        let scene = Scene()
        try scene.node("n1")
        try scene.node("n2")
        for name in ["a", "b"] { try scene.place(asking(2, priority: 1), on: "n1", name: name) }
        try scene.place(asking(3, priority: 1), on: "n2", name: "c")
        #expect(outcome(scene, try scene.pod(asking(3, priority: 9))) == ("n2", ["c"]))
    }

    @Test func `a budget keeps its pods while others can go, even more important ones`() throws {
        let scene = Scene()
        try scene.node("n1")
        try scene.node("n2")
        try scene.place(
            asking(3, priority: 1), labels: "{app: guarded}", on: "n1", name: "guarded")
        try scene.place(asking(3, priority: 5), on: "n2", name: "free")
        scene.budgets = [
            DisruptionBudgetView(
                try Scene.root(
                    """
                    metadata: {namespace: default}
                    spec: {selector: {matchLabels: {app: guarded}}}
                    status: {disruptionsAllowed: 0}
                    """))
        ]
        #expect(outcome(scene, try scene.pod(asking(2, priority: 9))) == ("n2", ["free"]))
    }

    @Test func `what can't be helped is said in upstream's words`() throws {
        let scene = Scene()
        try scene.node("n1")
        try scene.node("n2", cpu: "1")
        try scene.place(asking(3, priority: 9), on: "n1")
        let all = "preemption: 0/2 nodes are available: "
        #expect(
            outcome(scene, try scene.pod(asking(2, priority: 9))).0 == all
                + "1 No preemption victims found for incoming pod, "
                + "1 Preemption is not helpful for scheduling.")
        let never = try scene.pod(asking(2, priority: 99, ", preemptionPolicy: Never"))
        #expect(
            outcome(scene, never).0 == "preemption: not eligible due to preemptionPolicy=Never.")
    }
}
