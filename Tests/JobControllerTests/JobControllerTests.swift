import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import JobController
import Testing

@Suite struct JobControllerTests {
    private static let finalizer = "batch.kubernetes.io/job-tracking"

    private func job(_ spec: String) -> String {
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: work}
        spec:
          \(spec.replacing("\n", with: "\n  "))
          template:
            metadata: {labels: {app: work}}
            spec: {restartPolicy: Never, containers: [{name: c, image: i}]}
        """
    }

    private func start(_ spec: String) async throws -> TestCluster {
        let test = try await TestCluster.start()
        test.run(JobController(test.context()))
        try await test.create(job(spec))
        return test
    }

    private func status(_ test: TestCluster) async throws -> JSON {
        try await test.cluster.get(.jobs, namespace: "default", name: "work")["status"] ?? [:]
    }

    private func pods(_ test: TestCluster, phase: String = "Pending") async throws -> [APIObject] {
        try await test.list(.pods, "default").filter {
            $0["status", "phase"]?.string == phase && $0.deletionTimestamp == nil
        }
    }

    private func end(
        _ test: TestCluster, _ pod: APIObject, _ phase: String, exitCode: Int? = nil
    ) async throws {
        var status: JSON = ["phase": .string(phase)]
        if let exitCode {
            status["containerStatuses"] = [
                [
                    "name": "c", "image": "i", "imageID": "", "ready": false, "restartCount": 0,
                    "state": ["terminated": ["exitCode": .int(exitCode)]],
                ]
            ]
        }
        try await test.cluster.patch(
            .pods, namespace: "default", name: pod.name, subresource: "status",
            ["status": status])
    }

    private func waitForPods(_ test: TestCluster, _ count: Int) async throws -> [APIObject] {
        try await test.eventually("\(count) pods") {
            let found = try await pods(test)
            return found.count == count ? found : nil
        }
    }

    private func condition(_ status: JSON, _ type: String) -> String? {
        status["conditions"]?.array?.first { $0["type"]?.string == type }
            .flatMap { $0["status"]?.string == "True" ? $0["reason"]?.string ?? "" : nil }
    }

    @Test func `as many pods succeed as are asked for, so many at once`() async throws {
        let test = try await start("completions: 3\nparallelism: 2")
        let first = try await waitForPods(test, 2)
        #expect(first.allSatisfy { $0.finalizers == [Self.finalizer] })
        for pod in first { try await end(test, pod, "Succeeded") }
        let last = try await waitForPods(test, 1)
        try await test.eventually("two are counted") {
            try await status(test)["succeeded"] == 2
        }
        try await end(test, last[0], "Succeeded")
        try await test.eventually("the job is complete") {
            condition(try await status(test), "Complete") == "CompletionsReached"
        }
        let all = try await test.list(.pods, "default")
        #expect(all.count == 3)
        #expect(all.allSatisfy { $0.finalizers.isEmpty })
        #expect(try await status(test)["succeeded"] == 3)
        try await test.eventually("an event says so") {
            try await test.events(about: "work").contains("Completed: Job completed")
        }
    }

    @Test func `indexed pods know their index, and each index succeeds once`() async throws {
        let test = try await start(
            "completions: 3\nparallelism: 3\ncompletionMode: Indexed")
        let made = try await waitForPods(test, 3)
        let key = "batch.kubernetes.io/job-completion-index"
        #expect(Set(made.map { $0.annotations[key] ?? "" }) == ["0", "1", "2"])
        #expect(Set(made.map { $0["spec", "hostname"]?.string }) == ["work-0", "work-1", "work-2"])
        for pod in made {
            #expect(pod.name.hasPrefix("work-\(pod.labels[key] ?? "")-"))
            try await end(test, pod, "Succeeded")
        }
        try await test.eventually("the job is complete") {
            condition(try await status(test), "Complete") != nil
        }
        #expect(try await status(test)["completedIndexes"] == "0-2")
    }

    @Test func `too many failures end the job, and its other pods`() async throws {
        let test = try await start("completions: 2\nparallelism: 2\nbackoffLimit: 0")
        let made = try await waitForPods(test, 2)
        try await end(test, made[0], "Failed")
        try await test.eventually("the job has failed") {
            condition(try await status(test), "Failed") == "BackoffLimitExceeded"
        }
        #expect(try await status(test)["failed"] == 2)
        #expect(try await test.list(.pods, "default").map(\.name) == [made[0].name])
    }

    @Test func `a pod failure policy ends the job, or looks away`() async throws {
        let test = try await start(
            """
            completions: 2
            parallelism: 2
            podFailurePolicy:
              rules:
              - {action: Ignore, onPodConditions: [{type: DisruptionTarget}]}
              - {action: FailJob, onExitCodes: {operator: In, values: [42]}}
            """)
        let made = try await waitForPods(test, 2)
        try await test.cluster.patch(
            .pods, namespace: "default", name: made[0].name, subresource: "status",
            [
                "status": [
                    "phase": "Failed",
                    "conditions": [["type": "DisruptionTarget", "status": "True"]],
                ]
            ])
        try await test.eventually("the pod is released") {
            try await test.cluster.get(.pods, namespace: "default", name: made[0].name)
                .finalizers.isEmpty
        }
        #expect(try await status(test)["failed"] == nil)
        try await end(test, made[1], "Failed", exitCode: 42)
        try await test.eventually("the job has failed") {
            condition(try await status(test), "Failed") == "PodFailurePolicy"
        }
        let message = try await status(test)["conditions"]?.array?.first?["message"]?.string
        #expect(
            message
                == "Container c for pod default/\(made[1].name) failed with exit code 42 "
                + "matching FailJob rule at index 1")
    }

    @Test func `a suspended job has no pods until it is resumed`() async throws {
        let test = try await start("parallelism: 2\ncompletions: 2\nsuspend: true")
        try await test.eventually("it is suspended") {
            condition(try await status(test), "Suspended") == "JobSuspended"
        }
        #expect(try await pods(test).isEmpty)
        #expect(try await status(test)["startTime"] == nil)
        try await test.cluster.patch(
            .jobs, namespace: "default", name: "work", ["spec": ["suspend": false]])
        _ = try await waitForPods(test, 2)
        try await test.cluster.patch(
            .jobs, namespace: "default", name: "work", ["spec": ["suspend": true]])
        _ = try await waitForPods(test, 0)
        try await test.eventually("none is counted as failed") {
            let status = try await status(test)
            return status["active"] == nil && status["failed"] == nil && status["startTime"] == nil
                && condition(status, "Suspended") != nil
        }
    }

    @Test func `the pods of a job that is gone are let go`() async throws {
        let test = try await start("completions: 1")
        let made = try await waitForPods(test, 1)
        try await test.cluster.delete(
            .jobs, namespace: "default", name: "work", Deletion(propagation: "Background"))
        try await test.eventually("the pod has no finalizer") {
            try await test.cluster.get(.pods, namespace: "default", name: made[0].name)
                .finalizers.isEmpty
        }
    }

    @Test func `a job past its deadline fails`() async throws {
        let test = try await start("completions: 1\nactiveDeadlineSeconds: 1")
        try await test.eventually("the job has failed") {
            condition(try await status(test), "Failed") == "DeadlineExceeded"
        }
        #expect(try await test.list(.pods, "default").isEmpty)
    }

    @Test func `a finished job goes when its time is over`() async throws {
        let test = try await start("completions: 1\nttlSecondsAfterFinished: 1")
        test.run(TTLAfterFinishedController(test.context()))
        let made = try await waitForPods(test, 1)
        try await end(test, made[0], "Succeeded")
        try await test.eventually("the job is being deleted") {
            try await test.list(.jobs, "default").allSatisfy { $0.deletionTimestamp != nil }
        }
    }

    @Test func `two controllers at once come to the same counts`() async throws {
        let test = try await TestCluster.start()
        test.run(JobController(test.context()), JobController(test.context()))
        try await test.create(job("completions: 6\nparallelism: 3"))
        var ended: Set<String> = []
        try await test.eventually("the job is complete") {
            for pod in try await pods(test) where ended.insert(pod.name).inserted {
                // A pod too many may go meanwhile.
                try? await end(test, pod, "Succeeded")
            }
            return condition(try await status(test), "Complete") != nil
        }
        let succeeded = try await pods(test, phase: "Succeeded").count
        #expect(try await status(test)["succeeded"] == .int(succeeded))
        #expect(succeeded >= 6)
    }
}
