import APIMachinery
import ControllerRuntime
import JSON
import Testing

/// Controllers that die, sleep or lose sight: the cluster comes to the same end.
@Suite(.serialized) struct ControllerFaultTests {
    @Test func `Of two processes the leader is killed while it makes pods, and none is made twice`()
        async throws
    {
        let rig = try await Rig()
        let api = try await rig.apiserver()
        let scheduler = try rig.scheduler()
        let play = NodePlay(rig.cluster)
        try await rig.makeNodes(3)
        let first = try rig.controllers()
        try await rig.eventually("the first leads") {
            await !rig.leader("kube-controller-manager").isEmpty
        }
        let leader = await rig.leader("kube-controller-manager")
        let second = try rig.controllers()
        try await rig.cluster.create(.deployments, rig.workload("web", replicas: 150))
        try await rig.eventually("some pods are made") { play.count("web-") > 5 }
        try first.kill()
        try await rig.eventually("the Deployment is whole") {
            try await rig.isRolledOut("web", replicas: 150, image: "one")
        }
        #expect(await rig.leader("kube-controller-manager") != leader)
        #expect(play.count("web-") == 150)
        #expect(play.moved.isEmpty)
        play.stop()
        #expect(try second.end() == 0)
        // In order, the lease is given back, so that the next need not wait.
        #expect(await rig.leader("kube-controller-manager") == "")
        withExtendedLifetime((api, scheduler)) {}
        await rig.close()
    }

    @Test func `What a leader sends that slept through its lease changes nothing`()
        async throws
    {
        let rig = try await Rig()
        let api = try await rig.apiserver()
        let scheduler = try rig.scheduler()
        let play = NodePlay(rig.cluster)
        try await rig.makeNodes(3)
        let first = try rig.controllers()
        try await rig.eventually("the first leads") {
            await !rig.leader("kube-controller-manager").isEmpty
        }
        let leader = await rig.leader("kube-controller-manager")
        let second = try rig.controllers()
        try await rig.cluster.create(.deployments, rig.workload("web", replicas: 20))
        try await rig.cluster.create(.statefulSets, rig.workload("db", replicas: 3))
        try await rig.eventually("some pods are made") { play.count("web-") > 3 }
        try first.freeze()
        try await rig.eventually("the second leads") {
            await rig.leader("kube-controller-manager") != leader
        }
        try await rig.eventually("the second makes the rest") { play.count("web-") >= 20 }
        try await rig.setImage("web", "two")
        try await rig.eventually("the rollout begins") { play.count("web-") > 20 }
        try first.thaw()
        try await rig.eventually("the rollout ends") {
            try await rig.isRolledOut("web", replicas: 20, image: "two")
        }
        try await rig.eventually("the StatefulSet is whole") {
            try await rig.pods(of: "db").map(\.name).sorted() == ["db-0", "db-1", "db-2"]
        }
        // Twenty of each revision, and each of the StatefulSet's once. Requests of one batch (1, 2,
        // 4, 8 pods) may be on their way when it falls asleep: those arrive when it wakes, in a
        // term that is over, and the server refuses them.
        #expect(play.count("web-") == 40)
        #expect(play.count("db-") == 3)
        #expect(play.moved.isEmpty)
        play.stop()
        withExtendedLifetime((api, scheduler, second)) {}
        await rig.close()
    }

    @Test func `The API server is away and comes back: watches go on and work is finished`()
        async throws
    {
        let rig = try await Rig()
        let api = try await rig.apiserver()
        let scheduler = try rig.scheduler()
        let controllers = try rig.controllers()
        let play = NodePlay(rig.cluster)
        try await rig.makeNodes(3)
        try await rig.cluster.create(.deployments, rig.workload("web", replicas: 30))
        try await rig.eventually("some pods are made") { play.count("web-") > 3 }
        for round in 1...3 {
            try api.kill()
            // The last time for longer than the lease.
            try await Task.sleep(for: .seconds(round == 3 ? 6 : 1))
            try api.start()
            try await rig.ready()
        }
        try await rig.setImage("web", "two")
        try await rig.eventually("the rollout ends") {
            try await rig.isRolledOut("web", replicas: 30, image: "two")
        }
        #expect(play.moved.isEmpty)
        play.stop()
        withExtendedLifetime((scheduler, controllers)) {}
        await rig.close()
    }
}
