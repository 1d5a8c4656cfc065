import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import Synchronization
import Testing

/// Processes that take turns, on the real API server.
@Suite struct LeaderElectionTests {
    /// Who works now, and how many ever did at once.
    final class Stage: Sendable {
        private let state = Mutex((working: Set<String>(), most: 0))

        var working: Set<String> { state.withLock { $0.working } }
        var most: Int { state.withLock { $0.most } }

        func work(_ name: String) async {
            state.withLock { state in
                state.working.insert(name)
                state.most = max(state.most, state.working.count)
            }
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
            state.withLock { _ = $0.working.remove(name) }
        }
    }

    static func election(_ test: TestCluster, _ identity: String) -> LeaderElection {
        var options = LeaderElection.Options(name: "turn", identity: identity)
        options.retryPeriod = .milliseconds(20)
        return LeaderElection(options, cluster: test.cluster, logger: test.logger)
    }

    @Test func `One works at a time, and the next as soon as the lease is given back`()
        async throws
    {
        let test = try await TestCluster.start()
        let stage = Stage()
        var tasks: [String: Task<Void, Never>] = [:]
        for name in ["a", "b", "c"] {
            tasks[name] = test.run {
                await Self.election(test, name).run { _ in await stage.work(name) }
            }
        }
        for left in [2, 1, 0] {
            try await test.eventually("one works") { stage.working.count == 1 }
            let leader = try #require(stage.working.first)
            let lease = try await test.cluster.get(
                .leases, namespace: "kube-system", name: "turn")
            #expect(lease["spec", "holderIdentity"]?.string == leader)
            tasks[leader]?.cancel()
            await tasks.removeValue(forKey: leader)?.value
            #expect(tasks.count == left)
        }
        #expect(stage.most == 1)
        let lease = try await test.cluster.get(.leases, namespace: "kube-system", name: "turn")
        #expect(lease["spec", "holderIdentity"]?.string == "")
    }

    @Test func `A lease that another took away ends the work`() async throws {
        let test = try await TestCluster.start()
        let stage = Stage()
        var options = LeaderElection.Options(name: "turn", identity: "a")
        options.retryPeriod = .milliseconds(20)
        options.renewDeadline = .milliseconds(200)
        let election = LeaderElection(options, cluster: test.cluster, logger: test.logger)
        test.run { await election.run { _ in await stage.work("a") } }
        try await test.eventually("it works") { stage.working == ["a"] }
        try await test.cluster.patch(
            .leases, namespace: "kube-system", name: "turn",
            ["spec": ["holderIdentity": "b", "leaseDurationSeconds": 3600]])
        try await test.eventually("it ends") { stage.working.isEmpty }
    }

    @Test func `A lease that was given back for the leader is a new term, with new work`()
        async throws
    {
        let test = try await TestCluster.start()
        let terms = Mutex<[LeaseTerm]>([])
        let election = Self.election(test, "a")
        test.run {
            await election.run { leadership in
                terms.withLock { $0.append(leadership.term) }
                while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
            }
        }
        try await test.eventually("it works") { terms.withLock { $0.count } == 1 }
        try await test.cluster.patch(
            .leases, namespace: "kube-system", name: "turn", ["spec": ["holderIdentity": ""]])
        try await test.eventually("it works anew") { terms.withLock { $0.count } == 2 }
        let (first, second) = terms.withLock { ($0[0], $0[1]) }
        #expect(first.holder == "a")
        #expect(second.holder == "a")
        #expect(second.transitions > first.transitions)
        let lease = try await test.cluster.get(.leases, namespace: "kube-system", name: "turn")
        #expect(LeaseTerm(lease) == second)
    }
}
