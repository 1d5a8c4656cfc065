import APIMachinery
import ControlPlaneTesting
import DaemonSetController
import Testing
import WatchCache

struct DaemonPlanTests {
    /// What a node has: `N` a new pod, `O` an old one; small letters are not available, `x` is
    /// being deleted, `f` has failed.
    static func plan(
        _ nodes: [String], unavailable: String = "1", surge: String = "0"
    ) throws
        -> DaemonPlan
    {
        let set = try CachedObject.parsing(
            """
            metadata: {name: web, namespace: default, uid: web}
            spec:
              updateStrategy:
                rollingUpdate: {maxUnavailable: \(unavailable), maxSurge: \(surge)}
            """)
        var pods: [CachedObject] = []
        for (index, marks) in nodes.enumerated() {
            for (position, mark) in marks.enumerated() {
                pods.append(try pod(mark, node: index, position))
            }
        }
        return DaemonPlan(
            set.view(), hash: "new", nodes: nodes.indices.map { DaemonNode(name: "n\($0)") },
            pods: pods, now: Timestamp(microseconds: 0))
    }

    private static func pod(_ mark: Character, node: Int, _ position: Int) throws -> CachedObject {
        let end = mark == "x" ? ", deletionTimestamp: '2026-01-01T00:00:00Z'" : ""
        let hash = mark == "N" || mark == "n" ? "new" : "old"
        let ready = mark.isUppercase || mark == "x" ? "True" : "False"
        return try .parsing(
            """
            metadata:
              {name: n\(node)-\(mark), namespace: default, uid: n\(node)-\(position)-\(mark),
               labels: {controller-revision-hash: \(hash)},
               creationTimestamp: '2026-01-01T00:00:0\(position)Z'\(end)}
            spec: {nodeName: n\(node)}
            status:
              phase: \(mark == "f" ? "Failed" : "Running")
              conditions: [{type: Ready, status: '\(ready)'}]
            """)
    }

    static func words(_ steps: DaemonPlan.Steps) -> [String] {
        (steps.create.map { "+\($0)" } + steps.delete.map { "-\($0.name)" }).sorted()
    }

    @Test(arguments: [
        (["", "N", "O"], ["+n0"]), (["NN"], ["-n0-N"]), (["x"], []), (["f"], ["-n0-f"]),
        (["xN"], []), (["fN"], ["-n0-f"]),
    ])
    func `There is one pod a node`(_ nodes: [String], _ expected: [String]) throws {
        #expect(Self.words(try Self.plan(nodes).manage { _ in true }) == expected)
    }

    @Test func `A pod that fails again and again waits`() throws {
        #expect(Self.words(try Self.plan(["f"]).manage { _ in false }) == [])
    }

    @Test func `Pods go where they may not be, and from nodes that are gone`() throws {
        var plan = try Self.plan(["N", "N", "N"])
        plan.verdicts["n0"] = .refuse
        plan.verdicts["n1"] = .keep
        #expect(Self.words(plan.manage { _ in true }) == ["-n0-N"])
        let status = plan.status(generation: 1)
        #expect(status.desiredNumberScheduled == 1)
        #expect(status.numberMisscheduled == 2)
    }

    @Test(arguments: [
        (["O", "O", "O"], "1", ["-n0-O"]), (["O", "O", "O"], "2", ["-n0-O", "-n1-O"]),
        (["x", "O", "O"], "1", []), (["n", "O", "O"], "1", []), (["N", "O", "O"], "1", ["-n1-O"]),
        (["", "O", "O"], "1", []), (["o", "O", "O"], "1", ["-n0-o", "-n1-O"]),
        (["N", "N", "N"], "1", []), (["O", "O", "O"], "34%", ["-n0-O", "-n1-O"]),
    ])
    func `Old pods are replaced as many at a time as may be unavailable`(
        _ nodes: [String], _ unavailable: String, _ expected: [String]
    ) throws {
        let plan = try Self.plan(nodes, unavailable: unavailable)
        #expect(Self.words(plan.update()) == expected)
    }

    @Test(arguments: [
        (["O", "O", "O"], ["+n0"]), (["On", "O", "O"], []), (["ON", "O", "O"], ["+n1", "-n0-O"]),
        (["o", "O", "O"], ["+n0", "+n1"]), (["N", "N", "N"], []),
    ])
    func `With a surge new pods come first`(_ nodes: [String], _ expected: [String]) throws {
        let plan = try Self.plan(nodes, unavailable: "0", surge: "1")
        #expect(Self.words(plan.update()) == expected)
    }
}
