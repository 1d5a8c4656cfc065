import APIMachinery
import ControlPlaneTesting
import StatefulSetController
import Testing
import WatchCache

struct StatefulPlanTests {
    /// A pod an ordinal: `N` a new one, `O` an old one; small letters are not ready, `x` is being
    /// deleted, `f` has failed, `-` is missing.
    static func plan(_ pods: String, replicas: Int, spec: String = "") throws -> StatefulPlan {
        let set = try CachedObject.parsing(
            """
            metadata: {name: web, namespace: default, uid: web}
            spec: {replicas: \(replicas)\(spec.isEmpty ? "" : ", " + spec)}
            """)
        let made = try pods.enumerated().filter { $0.element != "-" }.map { try pod($1, $0) }
        return StatefulPlan(
            "web", set.view(), current: "old", update: "new", pods: made,
            now: Timestamp(microseconds: 0))
    }

    private static func pod(_ mark: Character, _ ordinal: Int) throws -> CachedObject {
        let end = mark == "x" ? ", deletionTimestamp: '2026-01-01T00:00:00Z'" : ""
        let revision = mark == "N" || mark == "n" ? "new" : "old"
        return try .parsing(
            """
            metadata:
              {name: web-\(ordinal), namespace: default, uid: u\(ordinal),
               labels: {controller-revision-hash: \(revision)}\(end)}
            status:
              phase: \(mark == "f" ? "Failed" : "Running")
              conditions: [{type: Ready, status: '\(mark.isUppercase ? "True" : "False")'}]
            """)
    }

    static func words(_ plan: StatefulPlan) -> [String] {
        let steps = plan.steps
        return steps.create.map { "+\($0.ordinal.number)\($0.isUpdated ? "" : " old")" }
            + steps.delete.map { "-\($0.name)" }
    }

    @Test(arguments: [
        ("", 3, ["+0"]), ("n", 3, []), ("N", 3, ["+1"]), ("N-N", 3, ["+1"]), ("x", 3, []),
        ("Nf", 2, ["-web-1"]), ("NNN", 1, ["-web-2"]), ("NNx", 1, []), ("NNn", 1, ["-web-2"]),
        ("nNN", 1, []), ("NNN", 3, []),
    ])
    func `In order, each waits for the one before`(
        _ pods: String, _ replicas: Int, _ expected: [String]
    ) throws {
        #expect(Self.words(try Self.plan(pods, replicas: replicas)) == expected)
    }

    @Test(arguments: [
        ("", 3, ["+0", "+1", "+2"]), ("n-n", 3, ["+1"]), ("nnnn", 2, ["-web-3", "-web-2"]),
        ("xn", 2, []),
    ])
    func `In parallel nobody waits`(_ pods: String, _ replicas: Int, _ expected: [String]) throws {
        let plan = try Self.plan(pods, replicas: replicas, spec: "podManagementPolicy: Parallel")
        #expect(Self.words(plan) == expected)
    }

    @Test(arguments: [
        ("OOO", "{}", ["-web-2"]), ("OON", "{}", ["-web-1"]), ("OOn", "{}", []),
        ("NNN", "{}", []), ("OOO", "{partition: 2}", ["-web-2"]), ("OON", "{partition: 2}", []),
        ("OOO", "{partition: 5}", []),
    ])
    func `An update begins at the end, one at a time`(
        _ pods: String, _ update: String, _ expected: [String]
    ) throws {
        let plan = try Self.plan(
            pods, replicas: 3, spec: "updateStrategy: {rollingUpdate: \(update)}")
        #expect(Self.words(plan) == expected)
    }

    @Test(arguments: [
        ("OOOO", 2, ["-web-3", "-web-2"]), ("OOOn", 2, ["-web-2"]), ("OOnn", 2, []),
        ("OOxn", 2, []), ("OOOo", 2, ["-web-3", "-web-2"]),
        ("OOOO", 9, ["-web-3", "-web-2", "-web-1", "-web-0"]),
    ])
    func `As many at a time as may be unavailable`(
        _ pods: String, _ unavailable: Int, _ expected: [String]
    ) throws {
        let plan = try Self.plan(
            pods, replicas: 4,
            spec: "podManagementPolicy: Parallel, "
                + "updateStrategy: {rollingUpdate: {maxUnavailable: \(unavailable)}}")
        #expect(Self.words(plan) == expected)
    }

    @Test func `Below the partition new pods are of the earlier template`() throws {
        let plan = try Self.plan(
            "", replicas: 3,
            spec: "podManagementPolicy: Parallel, updateStrategy: {rollingUpdate: {partition: 2}}")
        #expect(Self.words(plan) == ["+0 old", "+1 old", "+2"])
    }

    @Test func `OnDelete leaves pods to others`() throws {
        let plan = try Self.plan("OOO", replicas: 3, spec: "updateStrategy: {type: OnDelete}")
        #expect(Self.words(plan) == [])
    }

    @Test func `Ordinals begin where the set says`() throws {
        let plan = try Self.plan("-----N", replicas: 2, spec: "ordinals: {start: 5}")
        #expect(Self.words(plan) == ["+6"])
        let moved = try Self.plan("NN", replicas: 1, spec: "ordinals: {start: 1}")
        #expect(Self.words(moved) == ["-web-0"])
    }

    @Test func `The update is through when all pods are new and ready`() throws {
        let half = try Self.plan("ON", replicas: 2).status(generation: 1)
        #expect(half.currentRevision == "old")
        #expect(half.currentReplicas == 1)
        let whole = try Self.plan("NN", replicas: 2).status(generation: 1)
        #expect(whole.currentRevision == "new")
        #expect(whole.currentReplicas == 2)
    }

    @Test(
        arguments: [
            ("web-0", 0), ("web-12", 12), ("web-01", nil), ("web-", nil), ("web-x", nil),
            ("webs-1", nil), ("web--1", nil), ("web-99999999999999999999", nil),
        ] as [(String, Int?)])
    func `A name tells the ordinal`(_ name: String, _ number: Int?) {
        #expect(Ordinal(of: name, in: "web")?.number == number)
    }
}
