import APIMachinery
import ControllerRuntime
import JSON
import Testing

/// Schedulers and whole servers that die at any time.
@Suite(.serialized) struct ServerFaultTests {
    @Test func `A scheduler is killed while it places pods, and no node gets too many`()
        async throws
    {
        let rig = try await Rig()
        let api = try await rig.apiserver()
        let controllers = try rig.controllers()
        let play = NodePlay(rig.cluster)
        // Exactly as much room as is needed.
        try await rig.makeNodes(4, pods: 50)
        try await rig.eventually("the nodes are ready") {
            try await rig.cluster.list(.nodes).allSatisfy {
                $0["spec", "taints"]?.array?.isEmpty ?? true
            }
        }
        try await rig.cluster.create(.deployments, rig.workload("web", replicas: 200))
        let scheduler = try rig.scheduler()
        try await rig.eventually("some pods are placed") {
            try await rig.pods(of: "web").count { $0["spec", "nodeName"] != nil } > 5
        }
        try scheduler.kill()
        try scheduler.start()
        try await rig.eventually("all run") {
            try await rig.isRolledOut("web", replicas: 200, image: "one")
        }
        let nodes = try await rig.pods(of: "web").map { $0["spec", "nodeName"]?.string ?? "" }
        for number in 1...4 { #expect(nodes.count { $0 == "n\(number)" } == 50) }
        #expect(play.count("web-") == 200)
        #expect(play.moved.isEmpty)
        play.stop()
        withExtendedLifetime((api, controllers)) {}
        await rig.close()
    }

    @Test(arguments: [50, 300, 900])
    func `A server is killed amid a rollout and comes to the same end`(
        milliseconds: Int
    ) async throws {
        let rig = try await Rig()
        let server = try await rig.server()
        let play = NodePlay(rig.cluster)
        try await rig.makeNodes(3)
        try await rig.cluster.create(.deployments, rig.workload("web", replicas: 20))
        try await rig.cluster.create(
            .statefulSets,
            rig.workload("db", replicas: 5, more: ["podManagementPolicy": "Parallel"]))
        let job = APIObject([
            "metadata": ["name": "once", "namespace": "default"],
            "spec": [
                "completions": 5, "parallelism": 5,
                "template": [
                    "spec": [
                        "restartPolicy": "Never", "containers": [["name": "c", "image": "one"]],
                    ]
                ],
            ],
        ])
        try await rig.cluster.create(.jobs, job)
        try await Task.sleep(for: .milliseconds(milliseconds))
        try server.kill()
        try server.start()
        try await rig.ready()
        try await rig.eventually("the first revision is whole") {
            try await rig.isRolledOut("web", replicas: 20, image: "one")
        }
        #expect(play.count("web-") == 20)
        try await rig.setImage("web", "two")
        try await Task.sleep(for: .milliseconds(milliseconds))
        try server.kill()
        try server.start()
        try await rig.ready()
        try await rig.eventually("the rollout ends") {
            try await rig.isRolledOut("web", replicas: 20, image: "two")
        }
        try await rig.eventually("the StatefulSet is whole") {
            try await rig.pods(of: "db").map(\.name).sorted() == (0..<5).map { "db-\($0)" }
        }
        #expect(play.count("web-") == 40)
        #expect(play.count("db-") == 5)
        #expect(play.count("once-") == 5)
        #expect(play.moved.isEmpty)
        play.stop()
        #expect(try server.end() == 0)
        await rig.close()
    }
}
