import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import PodControl
import Testing
import WatchCache

struct ObjectClaimTests {
    static func claim(isDeleting: Bool = false) throws -> ObjectClaim {
        let end = isDeleting ? ", deletionTimestamp: '2026-01-01T00:00:00Z'" : ""
        let owner = try CachedObject.parsing(
            "metadata: {name: web, namespace: default, uid: owner\(end)}")
        return ObjectClaim(of: owner, .replicaSets, selector: LabelSelector(["app": "web"]))
    }

    static func pod(_ metadata: String) throws -> CachedObject {
        try .parsing("metadata: {name: p, namespace: default, \(metadata)}")
    }

    static let owned = "ownerReferences: [{uid: owner, controller: true}]"
    static let other = "ownerReferences: [{uid: other, controller: true}]"
    static let gone = "deletionTimestamp: '2026-01-01T00:00:00Z'"

    @Test(arguments: [
        ("labels: {app: web}, \(owned)", ObjectClaim.Verdict.keep),
        ("labels: {app: db}, \(owned)", .release), ("labels: {app: web}, \(other)", .leave),
        ("labels: {app: web}", .adopt), ("labels: {app: db}", .leave),
        ("labels: {app: web}, \(gone)", .leave), ("labels: {app: web}, \(owned), \(gone)", .keep),
        ("labels: {app: web}, ownerReferences: [{uid: other}]", .adopt),
    ])
    func `An owner has what it controls and selects`(
        _ pod: String, _ verdict: ObjectClaim.Verdict
    ) throws {
        #expect(try Self.claim().verdict(Self.pod(pod)) == verdict)
    }

    @Test func `An owner on its way out neither adopts nor releases`() throws {
        let claim = try Self.claim(isDeleting: true)
        #expect(try claim.verdict(Self.pod("labels: {app: web}")) == .leave)
        #expect(try claim.verdict(Self.pod("labels: {app: db}, \(Self.owned)")) == .leave)
        #expect(try claim.verdict(Self.pod("labels: {app: web}, \(Self.owned)")) == .keep)
    }

    @Test func `Objects of other namespaces are not adopted`() throws {
        let pod = try CachedObject.parsing(
            "metadata: {name: p, namespace: other, labels: {app: web}}")
        #expect(try Self.claim().verdict(pod) == .leave)
    }
}
