import APIMachinery
import SchedulingModel
import SchedulingPlugins
import Testing

/// Figures as kube-scheduler 1.36.2 gave them.
@Suite struct ScoreTests {
    @Test func `least allocated is the mean of what is left in hundredths`() throws {
        let scene = Scene()
        try scene.node("n1", cpu: "1", memory: "1Gi")
        try scene.node("n2", cpu: "2", memory: "4Gi")
        try scene.node("n3", memory: "2Gi")
        try scene.place("{containers: [{}]}", on: "n1")
        for _ in 0..<2 { try scene.place("{containers: [{}]}", on: "n2") }
        try scene.place("{containers: [{resources: {requests: {cpu: 1}}}]}", on: "n3")
        let pod = try scene.pod("{containers: [{}]}")
        #expect(scene.scores(pod, "NodeResourcesFit") == ["n1": 70, "n2": 85, "n3": 76])
        // A pod that asks for nothing balances nothing.
        #expect(scene.scores(pod, "NodeResourcesBalancedAllocation") == [:])
    }

    @Test func `balance is what the pod changes for better or worse`() throws {
        let scene = Scene()
        try scene.node("n1", memory: "4Gi")
        try scene.node("n2", memory: "4Gi")
        try scene.place(Scene.asking("2", "1Gi"), on: "n1")
        try scene.place(Scene.asking("1", "2Gi"), on: "n2")
        let pod = try scene.pod(Scene.asking("1", "256Mi"))
        #expect(scene.scores(pod, "NodeResourcesBalancedAllocation") == ["n1": 70, "n2": 79])
    }

    @Test func `soft taints count against a node`() throws {
        let scene = Scene()
        try scene.node("n1")
        try scene.node("n2", spec: "{taints: [{key: a, effect: PreferNoSchedule}]}")
        #expect(scene.scores(try scene.pod(), "TaintToleration") == ["n1": 300, "n2": 0])
    }

    @Test func `pods of a workload spread over hosts and zones without being told`() throws {
        let scene = Scene()
        for (node, zone) in [("n1", "a"), ("n2", "a"), ("n3", "b"), ("n4", "c")] {
            try scene.node(node, "\(Scene.zone): \(zone)")
        }
        for node in ["n1", "n1", "n2", "n3"] { try scene.place(labels: "{app: web}", on: node) }
        let pod = try scene.pod(labels: "{app: web}")
        #expect(scene.scores(pod, "PodTopologySpread") == [:])
        scene.workload = LabelSelector(["app": "web"])
        #expect(
            scene.scores(pod, "PodTopologySpread") == ["n1": 84, "n2": 100, "n3": 156, "n4": 200])
    }

    @Test(arguments: [(99, 99), (100, 100), (1000, 420), (5000, 500), (10_000, 500)])
    func `of many nodes enough is enough`(nodes: Int, enough: Int) {
        #expect(Placement().enough(of: nodes) == enough)
    }
}
