import Foundation
import Testing

/// `kubectl rollout`, which goes by what the controllers write.
@Suite struct KubectlRolloutTests {
    static let deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              schedulerName: nobody
              containers: [{name: c, image: "app:v1"}]
        """

    @Test(arguments: Kubectl.all)
    func `a rollout is watched, undone, paused, resumed and restarted`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl, command: "server")
        let file = try rig.write("web.yaml", Self.deployment)
        try rig.expect("apply -f \(file)", prints: "deployment.apps/web created\n")
        try rig.makeReady(2)
        let status = try rig.run(["rollout", "status", "deploy/web", "--timeout=60s"])
        #expect(status.output.hasSuffix("deployment \"web\" successfully rolled out\n"))

        try rig.expect(
            "set image deploy/web c=app:v2", prints: "deployment.apps/web image updated\n")
        try rig.until("get rs -o 'jsonpath={.items[*].spec.replicas}'") {
            $0.split(separator: " ").sorted() == ["1", "2"]
        }
        try rig.expectHistory([1, 2])
        try rig.expect("rollout undo deploy/web", prints: "deployment.apps/web rolled back\n")
        try rig.until("get deploy web -o 'jsonpath={.metadata.annotations}'") {
            $0.contains("\"deployment.kubernetes.io/revision\":\"3\"")
        }
        try rig.expectHistory([2, 3])
        try rig.expect(
            "get deploy web -o 'jsonpath={.spec.template.spec.containers[0].image}'",
            prints: "app:v1")

        try rig.expect("rollout pause deploy/web", prints: "deployment.apps/web paused\n")
        try rig.until("get deploy web -o 'jsonpath={.status.conditions[*].reason}'") {
            $0.contains("DeploymentPaused")
        }
        try rig.expect("rollout resume deploy/web", prints: "deployment.apps/web resumed\n")
        try rig.expect("rollout restart deploy/web", prints: "deployment.apps/web restarted\n")
        try rig.until("get rs -o name") { $0.split(separator: "\n").count == 3 }
        try rig.makeReady(2)
        let again = try rig.run(["rollout", "status", "deploy/web", "--timeout=60s"])
        #expect(again.status == 0, "\(again.output)\(again.errors)")
    }
}

extension KubectlRig {
    /// Runs kubectl until it prints what it should.
    func until(_ command: String, _ holds: (String) -> Bool) throws {
        let end = Date(timeIntervalSinceNow: 60)
        var output = ""
        repeat {
            output = try run(Self.words(command)).output
            if holds(output) { return }
            Thread.sleep(forTimeInterval: 0.1)
        } while Date() < end
        Issue.record("kubectl \(command): \(output)")
    }

    /// Plays the node until so many pods of the newest template are ready.
    func makeReady(_ count: Int) throws {
        let status =
            #"{"status":{"phase":"Running","#
            + #""conditions":[{"type":"Ready","status":"True"}]}}"#
        try until("get deploy web -o 'jsonpath={.status}'") { text in
            let json = try? JSONSerialization.jsonObject(with: Data(text.utf8))
            let found = json as? [String: Any]
            let counts = ["updatedReplicas", "availableReplicas", "replicas"].map {
                found?[$0] as? Int
            }
            if counts == [count, count, count] { return true }
            let pods = try? run(["get", "pods", "-o", "name"]).output.split(separator: "\n")
            for pod in pods ?? [] {
                _ = try? run([
                    "patch", String(pod), "--subresource=status", "--type=merge", "-p", status,
                ])
            }
            return false
        }
    }

    func expectHistory(
        _ revisions: [Int], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let lines = revisions.map { "\($0) <none>\n" }.joined()
        try expect(
            "rollout history deploy/web",
            prints: "deployment.apps/web\nREVISION CHANGE-CAUSE\n\(lines)\n",
            sourceLocation: sourceLocation)
    }
}
