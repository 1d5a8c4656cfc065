import APIMachinery
import DeploymentController
import PodControl
import Testing

struct RolloutStatusTests {
    static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    static func later(_ seconds: Int64) -> Timestamp {
        Timestamp(microseconds: start.microseconds + seconds * 1_000_000)
    }

    static func rollout(replicas: Int, available: Int) throws -> Rollout {
        var simulation = try Simulation(
            replicas: 2, surge: "1", unavailable: "0", sets: [(replicas, available)])
        simulation.rollout.current?.status.readyReplicas = available
        return simulation.rollout
    }

    static func progress(_ status: DeploymentStatus) -> String? {
        status.conditions.first("Progressing").map { "\($0.status) \($0.reason)" }
    }

    @Test func `A rollout progresses, stands still, is late, goes on and ends`() throws {
        var known = DeploymentStatus()
        known.conditions.set(
            .deployment("Progressing", "True", "NewReplicaSetCreated", "", Self.start))
        func look(_ replicas: Int, _ available: Int, _ seconds: Int64) throws -> String? {
            let rollout = try Self.rollout(replicas: replicas, available: available)
            known = rollout.rolloutStatus(
                after: known, name: "web", generation: 1, at: Self.later(seconds))
            return Self.progress(known)
        }
        #expect(try look(0, 0, 0) == "True NewReplicaSetCreated")
        #expect(try look(1, 0, 10) == "True ReplicaSetUpdated")
        #expect(try look(1, 0, 609) == "True ReplicaSetUpdated")
        let waiting = try Self.rollout(replicas: 1, available: 0)
        #expect(waiting.timeUntilDeadline(known, at: Self.later(600)) == .seconds(11))
        #expect(try look(1, 0, 611) == "False ProgressDeadlineExceeded")
        #expect(waiting.timeUntilDeadline(known, at: Self.later(612)) == nil)
        #expect(try look(2, 1, 700) == "True ReplicaSetUpdated")
        #expect(try look(2, 2, 710) == "True NewReplicaSetAvailable")
        // A pod that fails later is no rollout.
        #expect(try look(2, 1, 5000) == "True NewReplicaSetAvailable")
    }

    @Test func `Availability is what the strategy asks for`() throws {
        for (available, expected) in [(0, "False"), (1, "False"), (2, "True")] {
            let rollout = try Self.rollout(replicas: 2, available: available)
            let status = rollout.status(
                after: DeploymentStatus(), generation: 1, at: Self.start)
            #expect(status.conditions.first("Available")?.status == expected)
            #expect(status.unavailableReplicas == 2 - available)
        }
    }

    @Test func `Why pods can't be made is passed on, and forgotten when it is over`() throws {
        var rollout = try Self.rollout(replicas: 1, available: 0)
        rollout.current?.status.conditions = [
            WorkloadCondition(
                type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "quota",
                lastTransitionTime: "2026-01-01T00:00:00Z")
        ]
        var status = rollout.rolloutStatus(
            after: DeploymentStatus(), name: "web", generation: 1, at: Self.start)
        #expect(status.conditions.first("ReplicaFailure")?.message == "quota")
        rollout.current?.status.conditions = []
        status = rollout.rolloutStatus(
            after: status, name: "web", generation: 1, at: Self.start)
        #expect(status.conditions.first("ReplicaFailure") == nil)
    }

    @Test func `A ReplicaSet remembers its numbers`() {
        typealias Note = DeploymentAnnotation
        let first = Note.current(
            [:], deployment: ["note": "x", Note.revision: "9"], revision: 1)
        #expect(first == ["note": "x", Note.revision: "1"])
        let third = Note.current(first, deployment: [:], revision: 3)
        #expect(third[Note.revision] == "3")
        #expect(third[Note.revisionHistory] == "1")
        let seventh = Note.current(third, deployment: [:], revision: 7)
        #expect(seventh[Note.revisionHistory] == "1,3")
        // Its number never falls: others may have been deleted meanwhile.
        #expect(Note.current(seventh, deployment: [:], revision: 2) == seventh)
    }
}
