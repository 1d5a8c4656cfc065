import ContainerRuntime
import PodLifecycle
import Testing

@Suite struct PodPlanTests {
    private let one = "containers: [{name: a, image: host}]"
    private let never = "restartPolicy: Never\ncontainers: [{name: a, image: host}]"
    private let staged = """
        initContainers: [{name: i, image: host}, {name: j, image: host}]
        containers: [{name: a, image: host}]
        """
    private let sidecar = """
        initContainers: [{name: s, image: host, restartPolicy: Always}, {name: j, image: host}]
        containers: [{name: a, image: host}]
        """

    @Test func `a new pod gets a sandbox first`() throws {
        let plan = try Pods.plan(one, sandboxes: [])
        #expect(plan.actions == [.makeSandbox(attempt: 0)])
    }

    @Test func `a sandbox that fell is removed before another is made`() throws {
        let plan = try Pods.plan(one, sandboxes: [Pods.sandbox(isReady: false)])
        #expect(plan.actions == [.removeSandbox("s")])
    }

    @Test func `nothing is done twice while it is being done`() throws {
        let making = try Pods.plan(one, sandboxes: []) { $0.isPreparing = true }
        #expect(making.actions.isEmpty)
        let half = try Pods.plan(one, sandboxes: [Pods.sandbox(isReady: false)]) {
            $0.isPreparing = true
        }
        #expect(half.actions.isEmpty)
        let starting = try Pods.plan(one) { $0.starting = "a" }
        #expect(starting.actions.isEmpty)
    }

    @Test func `a container starts in its sandbox`() throws {
        #expect(try Pods.plan(one).actions == [.start("a", attempt: 0)])
        let running = try Pods.plan(one, containers: [Pods.container("a", .running)])
        #expect(running.actions.isEmpty)
        #expect(running.ending == nil)
    }

    @Test func `containers for initialisation run one after the other`() throws {
        #expect(try Pods.plan(staged).actions == [.start("i", attempt: 0)])
        let first = try Pods.plan(staged, containers: [Pods.container("i", .running)])
        #expect(first.actions.isEmpty)
        let second = try Pods.plan(staged, containers: [Pods.container("i", .exited)])
        #expect(second.actions == [.start("j", attempt: 0)])
        let both = [Pods.container("i", .exited), Pods.container("j", .exited)]
        #expect(try Pods.plan(staged, containers: both).actions == [.start("a", attempt: 0)])
    }

    @Test func `a sidecar runs before the rest and is kept`() throws {
        #expect(try Pods.plan(sidecar).actions == [.start("s", attempt: 0)])
        let started = try Pods.plan(sidecar, containers: [Pods.container("s", .running)])
        #expect(started.actions == [.start("j", attempt: 0)])
        let ended = [
            Pods.container("s", .exited), Pods.container("j", .exited),
            Pods.container("a", .running),
        ]
        #expect(try Pods.plan(sidecar, containers: ended).actions == [.start("s", attempt: 1)])
    }

    @Test func `the pod's own containers wait for a sidecar's startup probe`() throws {
        let spec = """
            initContainers:
            - name: s
              image: host
              restartPolicy: Always
              startupProbe: {exec: {command: [ok]}}
            containers: [{name: a, image: host}]
            """
        let running = [Pods.container("s", .running)]
        #expect(try Pods.plan(spec, containers: running).actions.isEmpty)
        let started = try Pods.plan(spec, containers: running) { memory in
            var verdicts = ContainerMemory.Verdicts(container: "s-0")
            verdicts.isStarted = true
            memory["s"].verdicts = verdicts
        }
        #expect(started.actions == [.start("a", attempt: 0)])
    }

    @Test func `the first restart is at once, the next ones wait longer and longer`() throws {
        let crashed = [Pods.container("a", .exited, exitCode: 1)]
        #expect(try Pods.plan(one, containers: crashed).actions == [.start("a", attempt: 1)])
        let again = try Pods.plan(
            one, containers: [Pods.container("a", .exited, attempt: 1, exitCode: 1)]
        ) { memory in
            memory["a"].crashes.raise(since: Pods.start, at: Pods.start, .init())
        }
        #expect(again.actions.isEmpty)
        #expect(again.nextLook == Pods.start + .seconds(10))
        let later = try Pods.plan(
            one, containers: [Pods.container("a", .exited, attempt: 1, exitCode: 1)],
            after: .seconds(10)
        ) { memory in
            memory["a"].crashes.raise(since: Pods.start, at: Pods.start, .init())
        }
        #expect(later.actions == [.start("a", attempt: 2)])
    }

    @Test(arguments: [
        ("Always", 0, false), ("Always", 1, false), ("OnFailure", 0, true),
        ("OnFailure", 1, false), ("Never", 0, true), ("Never", 1, true),
    ])
    func `the restart policy says whether an end is for good`(
        policy: String, exitCode: Int, isOver: Bool
    ) throws {
        let plan = try Pods.plan(
            "restartPolicy: \(policy)\ncontainers: [{name: a, image: host}]",
            containers: [Pods.container("a", .exited, exitCode: exitCode)])
        #expect((plan.ending?.cause == .finished) == isOver)
        #expect((plan.actions == [.start("a", attempt: 1)]) != isOver)
    }

    @Test func `a failed initialisation ends a pod that is never restarted`() throws {
        let spec = "restartPolicy: Never\n" + staged
        let plan = try Pods.plan(spec, containers: [Pods.container("i", .exited, exitCode: 1)])
        #expect(plan.ending?.cause == .finished)
        #expect(plan.actions == [.stopSandbox("s")])
    }

    @Test func `a pod that is ended stops its containers, then sidecars, then its network`() throws
    {
        func plan(_ containers: [ContainerState]) throws -> PodPlan {
            try Pods.plan(sidecar, containers: containers) {
                $0.ending = Ending(.deleted, since: Pods.start, grace: 7)
            }
        }
        let all = [Pods.container("s", .running), Pods.container("a", .running)]
        #expect(
            try plan(all).actions == [
                .stop(id: "a-0", container: "a", because: "Stopping container a", grace: 7)
            ])
        let left = [Pods.container("s", .running), Pods.container("a", .exited)]
        #expect(
            try plan(left).actions == [
                .stop(id: "s-0", container: "s", because: "Stopping container s", grace: 7)
            ])
        let none = [Pods.container("s", .exited), Pods.container("a", .exited)]
        let last = try plan(none)
        #expect(last.actions == [.stopSandbox("s")])
        #expect(!last.isStopped)
    }

    @Test func `remains go when the API has forgotten the pod`() throws {
        let plan = try Pods.plan(
            one, sandboxes: [Pods.sandbox(isReady: false)],
            containers: [Pods.container("a", .exited)]
        ) { $0.ending = Ending(.gone, since: Pods.start, grace: 1) }
        #expect(plan.isStopped)
        #expect(plan.actions == [.removeSandbox("s")])
    }

    @Test func `a failed probe ends the run that failed, not the next one`() throws {
        let running = [Pods.container("a", .running)]
        let plan = try Pods.plan(one, containers: running) { memory in
            var verdicts = ContainerMemory.Verdicts(container: "a-0")
            verdicts.failure = "failed liveness probe, will be restarted"
            memory["a"].verdicts = verdicts
        }
        let words = "Container a failed liveness probe, will be restarted"
        #expect(
            plan.actions == [.stop(id: "a-0", container: "a", because: words, grace: 30)])
        let next = try Pods.plan(one, containers: [Pods.container("a", .running, attempt: 1)]) {
            var verdicts = ContainerMemory.Verdicts(container: "a-0")
            verdicts.failure = "failed liveness probe, will be restarted"
            $0["a"].verdicts = verdicts
        }
        #expect(next.actions.isEmpty)
    }

    @Test func `a pod past its deadline is failed`() throws {
        let plan = try Pods.plan(one, containers: [Pods.container("a", .running)]) {
            $0.deadline = Pods.start
        }
        guard case .failed(let reason, _) = plan.ending?.cause else {
            Issue.record("not ended")
            return
        }
        #expect(reason == "DeadlineExceeded")
    }

    @Test func `two runs of a container are kept`() throws {
        let runs = [
            Pods.container("a", .running, attempt: 3), Pods.container("a", .exited, attempt: 2),
            Pods.container("a", .exited, attempt: 1),
        ]
        #expect(try Pods.plan(one, containers: runs).actions == [.removeContainer("a-1")])
    }

    @Test func `half a start of an earlier agent is taken back`() throws {
        let plan = try Pods.plan(one, containers: [Pods.container("a", .created)])
        #expect(plan.actions == [.removeContainer("a-0")])
    }

    @Test
    func `a pod that ran and is gone from the machine is not run again when it never restarts`()
        throws
    {
        let plan = try Pods.plan(never, sandboxes: []) { memory in
            memory["a"].attempt = 0
            memory["a"].lastEnd = Termination(lost: "process://a-0")
        }
        #expect(plan.ending?.cause == .finished)
        #expect(plan.actions.isEmpty)
        #expect(plan.isStopped)
    }
}
