import APIMachinery
import ControlPlaneTesting
import PodControl
import Testing
import WatchCache

struct PodRankTests {
    static func pod(_ name: String, _ rest: String) throws -> CachedObject {
        try .parsing("metadata: {name: \(name), namespace: default, uid: \(name)}\n\(rest)")
    }

    static let now = Timestamp(parsing: "2026-01-01T12:00:00Z") ?? Timestamp(microseconds: 0)

    static func ready(since: String) -> String {
        "conditions: [{type: Ready, status: 'True', lastTransitionTime: '\(since)'}]"
    }

    @Test func `Pods go that are missed least`() throws {
        let (old, new) = ("2026-01-01T02:00:00Z", "2026-01-01T11:59:00Z")
        let bound = "spec: {nodeName: node-1}\n"
        // In the order in which they go.
        let pods = [
            try Self.pod("unassigned", "status: {phase: Pending}"),
            try Self.pod("pending", bound + "status: {phase: Pending}"),
            try Self.pod("unready", bound + "status: {phase: Running}"),
            try Self.pod("young", bound + "status: {phase: Running, \(Self.ready(since: new))}"),
            try Self.pod(
                "restarted",
                bound + "status: {phase: Running, \(Self.ready(since: old)), "
                    + "containerStatuses: [{restartCount: 3}]}"),
            try Self.pod("old", bound + "status: {phase: Running, \(Self.ready(since: old))}"),
        ]
        let ranked = pods.map { ($0.name, PodRank($0, companions: 1, now: Self.now)) }
        for _ in 0..<20 {
            let sorted = ranked.shuffled().sorted { $0.1 < $1.1 }.map(\.0)
            #expect(sorted == ranked.map(\.0))
        }
    }

    @Test func `Cost and company count before age`() throws {
        let running = "spec: {nodeName: node-1}\nstatus: {phase: Running, "
        let young = try Self.pod(
            "young", running + Self.ready(since: "2026-01-01T11:59:00Z") + "}")
        let old = try Self.pod("old", running + Self.ready(since: "2026-01-01T02:00:00Z") + "}")
        #expect(
            PodRank(old, companions: 2, now: Self.now)
                < PodRank(young, companions: 1, now: Self.now))
        let cheap = try CachedObject.parsing(
            """
            metadata:
              {name: cheap, uid: cheap,
               annotations: {controller.kubernetes.io/pod-deletion-cost: "-5"}}
            spec: {nodeName: node-1}
            status: {phase: Running, \(Self.ready(since: "2026-01-01T02:00:00Z"))}
            """)
        #expect(
            PodRank(cheap, companions: 1, now: Self.now)
                < PodRank(young, companions: 2, now: Self.now))
    }
}
