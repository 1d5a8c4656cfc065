import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import DeploymentController
import JSON
import ReplicaSetController
import Testing

struct DeploymentTests {
    static func deployment(image: String = "app:v1", strategy: String = "{}") -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 4
          strategy: \(strategy)
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "\(image)"}]}
        """
    }

    /// A cluster with both controllers, and a node that makes pods ready.
    static func running() async throws -> TestCluster {
        let test = try await TestCluster.start()
        test.run(ReplicaSetController(test.context(component: ReplicaSetController.name)))
        test.run(DeploymentController(test.context(component: DeploymentController.name)))
        test.playNode()
        return test
    }

    @Test func `Templates follow one another, and going back is one more`() async throws {
        let test = try await Self.running()
        try await test.create(Self.deployment())
        try await test.eventuallyComplete("app:v1")
        try await test.setImage("app:v2")
        try await test.eventuallyComplete("app:v2")
        try await test.setImage("app:v1")
        try await test.eventuallyComplete("app:v1")
        let sets = try await test.list(.replicaSets, "default")
        #expect(sets.count == 2)
        let current = try #require(sets.first { $0["spec", "replicas"]?.int == 4 })
        #expect(current.annotations[DeploymentAnnotation.revision] == "3")
        #expect(current.annotations[DeploymentAnnotation.revisionHistory] == "1")
        let deployment = try await test.deployment()
        #expect(deployment.annotations[DeploymentAnnotation.revision] == "3")
        #expect(deployment["status", "updatedReplicas"]?.int == 4)
        let name = current.name
        try await test.eventually("the events") {
            try await test.events(about: "web").contains(
                "ScalingReplicaSet: Scaled up replica set \(name) from 0 to 4")
        }
    }

    @Test func `Recreate never has pods of two templates`() async throws {
        let test = try await Self.running()
        try await test.create(Self.deployment(strategy: "{type: Recreate}"))
        try await test.eventuallyComplete("app:v1")
        try await test.setImage("app:v2")
        try await test.eventually("the update is through") {
            let images = try await test.images()
            #expect(Set(images).count <= 1)
            return try await test.isComplete("app:v2")
        }
    }

    @Test func `A name that is taken is counted, and another one found`() async throws {
        let test = try await Self.running()
        try await test.create(Self.deployment())
        try await test.eventuallyComplete("app:v1")
        let first = try #require(try await test.list(.replicaSets, "default").first)
        // Nobody collects garbage here: the set stays, another Deployment's.
        try await test.cluster.delete(.deployments, namespace: "default", name: "web")
        try await test.create(Self.deployment())
        try await test.eventually("another set") {
            let sets = try await test.list(.replicaSets, "default")
            return sets.count == 2 && sets.contains { $0.name == first.name }
        }
        try await test.eventually("it is counted") {
            try await test.deployment()["status", "collisionCount"]?.int == 1
        }
    }

    @Test func `Paused, it takes a new number, not a new template`() async throws {
        let test = try await Self.running()
        try await test.create(Self.deployment())
        try await test.eventuallyComplete("app:v1")
        try await test.change(["paused": true])
        try await test.setImage("app:v2")
        try await test.change(["replicas": 6])
        try await test.eventually("six pods") { try await test.images().count == 6 }
        #expect(try await test.list(.replicaSets, "default").count == 1)
        try await test.change(["paused": false])
        try await test.eventually("the new template") {
            try await test.images() == Array(repeating: "app:v2", count: 6)
        }
    }

    @Test func `Two controllers at once make one rollout`() async throws {
        let test = try await Self.running()
        test.run(ReplicaSetController(test.context(component: ReplicaSetController.name)))
        test.run(DeploymentController(test.context(component: DeploymentController.name)))
        try await test.create(Self.deployment())
        for version in 2...5 {
            try await test.setImage("app:v\(version)")
        }
        try await test.eventuallyComplete("app:v5")
        let sets = try await test.list(.replicaSets, "default")
        #expect(sets.count { $0["spec", "replicas"]?.int != 0 } == 1)
    }
}
