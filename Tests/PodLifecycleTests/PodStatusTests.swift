import ContainerRuntime
import JSON
import PodLifecycle
import Testing

@Suite struct PodStatusTests {
    private let one = "containers: [{name: a, image: host}]"
    private let probed = """
        containers: [{name: a, image: host, readinessProbe: {exec: {command: [ok]}}}]
        """

    private func condition(_ type: String, _ status: JSON) -> JSON? {
        status["conditions"]?.array?.first { $0["type"]?.string == type }
    }

    private func state(_ status: JSON) -> JSON? { status["containerStatuses"]?.array?[0]["state"] }

    @Test func `a pod without containers waits for them`() throws {
        let status = try Pods.status(one, sandboxes: [])
        #expect(status["phase"] == "Pending")
        #expect(state(status) == ["waiting": ["reason": "ContainerCreating"]])
        #expect(condition("Ready", status)?["reason"] == "ContainersNotReady")
        #expect(
            condition("Ready", status)?["message"] == "containers with unready status: [a]")
        #expect(condition("PodReadyToStartContainers", status)?["status"] == "False")
    }

    @Test func `a running container makes its pod ready`() throws {
        let status = try Pods.status(one, containers: [Pods.container("a", .running)])
        #expect(status["phase"] == "Running")
        #expect(condition("Ready", status)?["status"] == "True")
        #expect(condition("ContainersReady", status)?["status"] == "True")
        #expect(status["hostIP"] == "10.0.0.1")
        #expect(status["containerStatuses"]?.array?[0]["containerID"] == "process://a-0")
    }

    @Test func `a readiness probe must say yes first`() throws {
        let running = [Pods.container("a", .running)]
        let before = try Pods.status(probed, containers: running)
        #expect(condition("Ready", before)?["status"] == "False")
        let after = try Pods.status(probed, containers: running) { memory in
            var verdicts = ContainerMemory.Verdicts(container: "a-0")
            verdicts.isReady = true
            memory["a"].verdicts = verdicts
        }
        #expect(condition("Ready", after)?["status"] == "True")
    }

    @Test func `what is wrong with an image shows`() throws {
        let status = try Pods.status(one) { memory in
            memory["a"].trouble = Trouble(
                reason: "ErrImagePull", message: "nope", retryAt: Pods.start + .seconds(10))
        }
        #expect(state(status) == ["waiting": ["reason": "ErrImagePull", "message": "nope"]])
    }

    @Test func `a container that crashes again and again shows when it is tried again`() throws {
        let status = try Pods.status(
            one, containers: [Pods.container("a", .exited, attempt: 1, exitCode: 3)]
        ) { memory in
            memory["a"].crashes.raise(since: Pods.start, at: Pods.start, .init())
        }
        let waiting = state(status)?["waiting"]
        #expect(waiting?["reason"] == "CrashLoopBackOff")
        #expect(
            waiting?["message"]
                == "back-off 10s restarting failed container=a pod=web_default(u1)")
        let own = status["containerStatuses"]?.array?[0]
        #expect(own?["lastState"]?["terminated"]?["exitCode"] == 3)
        #expect(own?["restartCount"] == 1)
        #expect(status["phase"] == "Running")
    }

    @Test(arguments: [(0, "Succeeded"), (2, "Failed")])
    func `a pod that ended for good says how`(exitCode: Int, phase: String) throws {
        let status = try Pods.status(
            "restartPolicy: Never\n" + one, sandboxes: [Pods.sandbox(isReady: false)],
            containers: [Pods.container("a", .exited, exitCode: exitCode)])
        #expect(status["phase"]?.string == phase)
        let reason = exitCode == 0 ? "Completed" : "Error"
        #expect(state(status)?["terminated"]?["reason"]?.string == reason)
        let ready = exitCode == 0 ? "PodCompleted" : "PodFailed"
        #expect(condition("Ready", status)?["reason"]?.string == ready)
    }

    @Test func `containers behind those for initialisation say so`() throws {
        let status = try Pods.status(
            """
            initContainers: [{name: i, image: host}]
            containers: [{name: a, image: host}]
            """, containers: [Pods.container("i", .running)])
        #expect(state(status) == ["waiting": ["reason": "PodInitializing"]])
        #expect(
            condition("Initialized", status)?["message"]
                == "containers with incomplete status: [i]")
        #expect(status["phase"] == "Pending")
    }

    @Test func `conditions of others stay, and times change only with the status`() throws {
        let situation = try Pods.situation(one, containers: [Pods.container("a", .running)])
        let plan = PodStatusPlan(situation, plan: PodPlan(situation), node: .init([]))
        let old: JSON = [
            "qosClass": "BestEffort",
            "conditions": [
                ["type": "example.com/gate", "status": "True"],
                ["type": "Ready", "status": "True", "lastTransitionTime": "then"],
            ],
        ]
        let status = plan.status(changing: old)
        #expect(condition("example.com/gate", status)?["status"] == "True")
        #expect(condition("Ready", status)?["lastTransitionTime"] == "then")
        #expect(status["qosClass"] == "BestEffort")
    }
}
