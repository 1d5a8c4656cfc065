import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import PodControl
import Testing

struct ControllerHistoryTests {
    @Test func `A template is kept once, and going back makes it the newest`() async throws {
        let test = try await TestCluster.start()
        try await test.create(
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: app}]}
            """)
        let history = ControllerHistory(test.cluster, hashLabel: "controller-revision-hash")
        let sets = test.cluster.informer(for: .daemonSets)
        await sets.waitUntilFilled()
        await history.informer.waitUntilFilled()
        let set = try #require(sets.get(namespace: "default", name: "web"))
        func look(_ image: String) async throws -> ControllerHistory.Outcome {
            try await history.update(
                set, .daemonSets, selector: LabelSelector(["app": "web"]),
                template: [
                    "metadata": ["labels": ["app": "web"]],
                    "spec": ["containers": [["name": "c", "image": .string(image)]]],
                ], collisions: 0
            ) { () throws(APIStatus) in }
        }
        let first = try await look("app:v1")
        #expect(first.current.number == 1)
        #expect(try await look("app:v1").current.name == first.current.name)
        let second = try await look("app:v2")
        #expect(second.current.number == 2)
        #expect(second.revisions.map(\.name) == [first.current.name, second.current.name])
        let back = try await look("app:v1")
        #expect(back.current.name == first.current.name)
        #expect(back.current.number == 3)
        #expect(back.revisions.map(\.name) == [second.current.name, first.current.name])
        try await history.trim(back.revisions, in: "default", limit: 0) {
            $0.name == back.current.name
        }
        let left = try await test.list(.controllerRevisions, "default")
        #expect(left.map(\.name) == [first.current.name])
    }
}
