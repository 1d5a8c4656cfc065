import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import CronJobController
import JSON
import Synchronization
import Testing

/// A time of day that the test sets.
private final class WallClock: Sendable {
    private let time: Mutex<Timestamp>

    init(_ text: String) throws {
        time = Mutex(try #require(Timestamp(parsing: text)))
    }

    @Sendable func now() -> Timestamp { time.withLock { $0 } }

    func set(_ text: String) throws {
        let new = try #require(Timestamp(parsing: text))
        time.withLock { $0 = new }
    }
}

@Suite struct CronJobControllerTests {
    private func start(
        _ spec: String, at time: String
    ) async throws -> (TestCluster, WallClock) {
        let test = try await TestCluster.start()
        let clock = try WallClock(time)
        test.run(CronJobController(test.context(now: clock.now)))
        try await test.create(
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: tick}
            spec:
              \(spec.replacing("\n", with: "\n  "))
              jobTemplate:
                metadata: {labels: {app: tick}}
                spec:
                  template:
                    spec: {restartPolicy: Never, containers: [{name: c, image: i}]}
            """)
        return (test, clock)
    }

    private func poke(_ test: TestCluster, _ count: Int) async throws {
        try await test.cluster.patch(
            .cronJobs, namespace: "default", name: "tick",
            ["metadata": ["annotations": ["poke": .string("\(count)")]]])
    }

    private func jobs(_ test: TestCluster) async throws -> [APIObject] {
        try await test.list(.jobs, "default").filter { $0.deletionTimestamp == nil }
    }

    private func finish(_ test: TestCluster, _ job: APIObject, _ time: String) async throws {
        var new = try await test.cluster.get(.jobs, namespace: "default", name: job.name)
        new["status"] = [
            "startTime": .string(time), "completionTime": .string(time), "succeeded": 1,
            "conditions": [
                ["type": "SuccessCriteriaMet", "status": "True"],
                ["type": "Complete", "status": "True"],
            ],
        ]
        try await test.cluster.update(.jobs, new, subresource: "status")
    }

    // The server stamps objects with the real time; schedules are held against the test's, later.
    @Test func `a job is made once for each time, and named after it`() async throws {
        let (test, clock) = try await start(
            "schedule: '*/5 * * * *'\nstartingDeadlineSeconds: 100", at: "2040-01-01T00:05:30Z")
        let first = try await test.eventually("a job") { try await jobs(test).first }
        #expect(first.name == "tick-36816485")
        #expect(first.labels["app"] == "tick")
        #expect(
            first.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"]
                == "2040-01-01T00:05:00Z")
        try await poke(test, 1)
        try await test.eventually("the status names it") {
            let job = try await test.cluster.get(.cronJobs, namespace: "default", name: "tick")
            return job["status", "active"]?.array?.count == 1
                && job["status", "lastScheduleTime"] == "2040-01-01T00:05:00Z"
        }
        #expect(try await jobs(test).count == 1)
        try clock.set("2040-01-01T00:10:01Z")
        try await poke(test, 2)
        try await test.eventually("another job") { try await jobs(test).count == 2 }
    }

    @Test func `Forbid waits for the job that runs, Replace ends it`() async throws {
        for policy in ["Forbid", "Replace"] {
            let (test, clock) = try await start(
                "schedule: '* * * * *'\nconcurrencyPolicy: \(policy)\n"
                    + "startingDeadlineSeconds: 50",
                at: "2040-01-01T00:05:30Z")
            let first = try await test.eventually("a job") { try await jobs(test).first }
            try clock.set("2040-01-01T00:06:01Z")
            try await poke(test, 1)
            if policy == "Forbid" {
                try await test.eventually("an event says so") {
                    try await test.events(about: "tick")
                        .contains { $0.hasPrefix("JobAlreadyActive") }
                }
                #expect(try await jobs(test).map(\.name) == [first.name])
            } else {
                try await test.eventually("another job") {
                    let found = try await jobs(test)
                    return found.count == 1 && found[0].name != first.name
                }
            }
        }
    }

    @Test func `finished jobs leave the list, and old ones go`() async throws {
        let (test, clock) = try await start(
            "schedule: '* * * * *'\nsuccessfulJobsHistoryLimit: 1\nstartingDeadlineSeconds: 50",
            at: "2040-01-01T00:01:30Z")
        for minute in 1...3 {
            let time = "2040-01-01T00:0\(minute):30Z"
            try clock.set(time)
            try await poke(test, minute)
            let job = try await test.eventually("job \(minute)") {
                try await jobs(test).first { $0["status", "completionTime"] == nil }
            }
            try await finish(test, job, time)
        }
        try await test.eventually("one is left, and none is active") {
            let cronJob = try await test.cluster.get(
                .cronJobs, namespace: "default", name: "tick")
            return try await jobs(test).count == 1 && cronJob["status", "active"] == nil
                && cronJob["status", "lastSuccessfulTime"] == "2040-01-01T00:03:30Z"
        }
    }

    @Test func `a zone that nobody knows is told`() async throws {
        let (test, _) = try await start(
            "schedule: '* * * * *'\ntimeZone: Mars/Olympus", at: "2040-01-01T00:05:30Z")
        try await test.eventually("an event says so") {
            try await test.events(about: "tick").contains { $0.hasPrefix("UnknownTimeZone") }
        }
        #expect(try await jobs(test).isEmpty)
    }
}
