import DeploymentController
import Testing

struct RolloutTests {
    /// Whatever the numbers: never too many pods, never too few available, and an end.
    @Test(arguments: [
        (1, "1", "0"), (1, "0", "1"), (3, "25%", "25%"), (4, "1", "1"), (4, "0", "2"),
        (10, "25%", "25%"), (10, "3", "0"), (10, "100%", "100%"), (7, "0%", "0%"), (0, "1", "1"),
    ])
    func `A rollout keeps its limits and comes to its end`(
        _ replicas: Int, _ surge: String, _ unavailable: String
    ) throws {
        for seed in UInt64(1)...30 {
            var random = SplitMix(state: seed)
            let half = replicas / 2
            var simulation = try Simulation(
                replicas: replicas, surge: surge, unavailable: unavailable,
                sets: [(half, half), (replicas - half, replicas - half), (0, 0)])
            let limits = simulation.rollout
            for _ in 0..<200 {
                while simulation.step() {
                    #expect(simulation.replicas <= limits.maxReplicas)
                    #expect(simulation.available >= limits.minAvailable)
                }
                guard let current = simulation.rollout.current else { break }
                let waiting = current.replicas - current.status.availableReplicas
                if waiting == 0 { break }
                let count = Int.random(in: 1...waiting, using: &random)
                simulation.rollout.current?.status.availableReplicas += count
            }
            #expect(simulation.rollout.current?.replicas == replicas)
            #expect(simulation.rollout.earlier.allSatisfy { $0.replicas == 0 })
        }
    }

    @Test func `Broken pods of earlier templates go first`() throws {
        let simulation = try Simulation(
            replicas: 4, surge: "0", unavailable: "2", sets: [(4, 1), (0, 0)])
        #expect(simulation.rollout.shrinking() == ["set-0": 2])
    }

    @Test func `Pods that are not available yet hold the others`() throws {
        let simulation = try Simulation(
            replicas: 4, surge: "1", unavailable: "1", sets: [(3, 3), (2, 0)])
        #expect(simulation.rollout.shrinking() == [:])
        #expect(simulation.rollout.currentReplicas == 2)
    }

    @Test func `A Deployment that shrank shrinks the current template too`() throws {
        let simulation = try Simulation(
            replicas: 2, surge: "1", unavailable: "1", sets: [(0, 0), (5, 5)])
        #expect(simulation.rollout.currentReplicas == 2)
    }

    @Test(arguments: [
        // wanted, and how the sets were and become
        (12, 9, [5, 4], [8, 7]), (6, 9, [5, 4], [5, 4]), (3, 9, [5, 4], [3, 3]),
        (0, 9, [5, 4], [0, 0]), (24, 9, [1, 8], [3, 24]), (5, 0, [5, 4], [4, 4]),
    ])
    func `In the middle of a rollout each template keeps its part`(
        _ replicas: Int, _ before: Int, _ sets: [Int], _ become: [Int]
    ) throws {
        let notes = [
            DeploymentAnnotation.maxReplicas: String(before),
            DeploymentAnnotation.desiredReplicas: "6",
        ]
        var view = try DeploymentView.parsing(replicas: replicas, surge: "3", unavailable: "2")
        view.status.replicas = 9
        let made = try sets.enumerated().map { index, count in
            try RevisedSet.parsing(
                "set-\(index)", image: index == 0 ? "old" : "new", number: index,
                replicas: count, available: index == 0 ? count : 0, annotations: notes)
        }
        let rollout = Rollout(view, made)
        #expect(rollout.isScaledMeanwhile == (replicas != 6))
        let wanted = rollout.scaled()
        #expect([wanted["set-0"], wanted["set-1"]] == become)
    }

    @Test func `The only template with pods takes a new number whole`() throws {
        let view = try DeploymentView.parsing(replicas: 7, surge: "1", unavailable: "1")
        let sets = try [
            RevisedSet.parsing("old", image: "old", number: 0, replicas: 3, available: 3),
            RevisedSet.parsing("new", image: "new", number: 1, replicas: 0, available: 0),
        ]
        #expect(Rollout(view, sets).scaled() == ["old": 7])
    }

    @Test func `Of equal templates the oldest counts`() throws {
        let view = try DeploymentView.parsing(replicas: 1, surge: "1", unavailable: "1")
        let sets = try [
            RevisedSet.parsing("b", image: "new", number: 2, replicas: 0, available: 0),
            RevisedSet.parsing("a", image: "new", number: 1, replicas: 0, available: 0),
        ]
        #expect(Rollout(view, sets).current?.name == "a")
    }

    @Test func `The oldest templates are no longer kept, unless they have pods`() throws {
        let view = try DeploymentView.parsing(
            replicas: 1, surge: "1", unavailable: "1", more: "revisionHistoryLimit: 1")
        let sets = try (0..<4).map { number in
            try RevisedSet.parsing(
                "set-\(number)", image: number == 3 ? "new" : "old-\(number)", number: number,
                replicas: number == 0 ? 1 : 0, available: 0,
                annotations: [DeploymentAnnotation.revision: String(number + 1)])
        }
        let rollout = Rollout(view, sets)
        #expect(rollout.expired.map(\.name) == ["set-1"])
        #expect(rollout.nextRevision == 4)
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
