import SchedulingModel
import SchedulingPlugins
import Testing

@Suite struct FilterTests {
    @Test func `each node's first reason is counted, and reasons are sorted`() throws {
        let scene = Scene()
        try scene.node("n1", spec: "{unschedulable: true}")
        try scene.node("n2", spec: "{taints: [{key: a, value: b, effect: NoSchedule}]}")
        try scene.node("n3", cpu: "1")
        try scene.node("n4", "x: no")
        try scene.node("n5", cpu: "1", memory: "1Gi")
        let pod = try scene.pod(Scene.asking("2", "2Gi", ", nodeSelector: {}"))
        try scene.node("n4", "x: no", cpu: "1")
        #expect(
            scene.message(pod)
                == "0/5 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated "
                + "taint(s), 1 node(s) were unschedulable, 3 Insufficient cpu.")
    }

    @Test func `without nodes upstream has a sentence of its own`() throws {
        let scene = Scene()
        #expect(scene.message(try scene.pod()) == "no nodes available to schedule pods")
    }

    @Test func `a claim that is missing says so before any node is looked at`() throws {
        let scene = Scene()
        try scene.node("n1")
        let pod = try scene.pod("{volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}")
        #expect(
            scene.message(pod)
                == "0/1 nodes are available: persistentvolumeclaim \"data\" not found.")
    }

    @Test func `a pod that nothing asks fits a node that is asked for wholly`() throws {
        let scene = Scene()
        try scene.node("n1", cpu: "1", memory: "1Gi")
        try scene.place(Scene.asking("1", "1Gi"), on: "n1")
        #expect(scene.message(try scene.pod()) == "")
        #expect(scene.message(try scene.pod(Scene.asking("1m"))).contains("Insufficient cpu"))
    }

    @Test func `the first of a group that needs itself may start it anywhere with the label`()
        throws
    {
        let scene = Scene()
        try scene.node("n1", "\(Scene.zone): a")
        try scene.node("n2")
        let term = "[{labelSelector: {matchLabels: {app: web}}, topologyKey: \(Scene.zone)}]"
        let spec =
            "{affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: \(term)}}}"
        let first = try scene.pod(spec, labels: "{app: web}")
        var placement = Placement()
        guard case .node(let node, _) = placement.place(scene.input(first), Nominations()) else {
            Issue.record("nowhere")
            return
        }
        #expect(node.name == "n1")
        let stranger = try scene.pod(spec, labels: "{app: other}")
        #expect(scene.message(stranger).contains("didn't match pod affinity rules"))
    }

    @Test func `spread keeps domains within the skew of the emptiest`() throws {
        let scene = Scene()
        for (node, zone) in [("n1", "a"), ("n2", "b"), ("n3", "c")] {
            try scene.node(node, "\(Scene.zone): \(zone)")
        }
        let spec =
            "{topologySpreadConstraints: [{maxSkew: 1, topologyKey: \(Scene.zone), "
            + "whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]}"
        var placement = Placement()
        var counts: [String: Int] = [:]
        for _ in 0..<9 {
            let pod = try scene.pod(spec, labels: "{app: web}")
            guard case .node(let node, _) = placement.place(scene.input(pod), Nominations()) else {
                Issue.record("nowhere")
                return
            }
            scene.table.place(pod, on: node.name)
            counts[node.name, default: 0] += 1
            let least = counts.count < 3 ? 0 : counts.values.min() ?? 0
            #expect((counts.values.max() ?? 0) - least <= 1)
        }
        #expect(counts == ["n1": 3, "n2": 3, "n3": 3])
    }

    @Test func `pods that room is made for hold their place against lesser ones`() throws {
        let scene = Scene()
        try scene.node("n1", cpu: "2")
        var nominations = Nominations()
        let important = try scene.pod(
            "{priority: 10, containers: "
                + "[{resources: {requests: {cpu: 2}}}]}")
        nominations.nominate(important, to: "n1")
        var placement = Placement()
        let lesser = try scene.pod(Scene.asking("1"))
        if case .node = placement.place(scene.input(lesser), nominations) {
            Issue.record("it took the place")
        }
        guard case .node = placement.place(scene.input(important), nominations) else {
            Issue.record("its own place is refused")
            return
        }
        #expect(scene.table.podCount == 0)
    }
}
