import APIMachinery
import JSON
import QuotaModel
import Testing

@Suite struct QuotaTests {
    private let pods = GroupResource(resource: "pods")

    private func object(_ text: String) throws -> APIObject {
        APIObject(try JSON(parsing: Array(text.utf8)))
    }

    private func pod(_ requests: String, _ limits: String = "{}") throws -> APIObject {
        try object(
            """
            {"metadata": {"name": "p"}, "spec": {"containers": [
              {"name": "c", "resources": {"requests": \(requests), "limits": \(limits)}}]}}
            """)
    }

    private func quota(_ hard: String, used: String) throws -> Quota {
        Quota(
            try object(
                """
                {"metadata": {"name": "q"}, "spec": {"hard": \(hard)},
                 "status": {"hard": \(hard), "used": \(used)}}
                """))
    }

    @Test func `a pod counts with what it asks for, and once it has ended only as an object`()
        throws
    {
        var pod = try pod(#"{"cpu": "250m", "memory": "64Mi"}"#, #"{"cpu": "1"}"#)
        let usage = ObjectUsage(pod, of: pods).amounts
        #expect(
            usage.text
                == "count/pods=1,cpu=250m,limits.cpu=1,memory=64Mi,pods=1,requests.cpu=250m,"
                + "requests.memory=64Mi")
        pod["status", "phase"] = "Succeeded"
        #expect(ObjectUsage(pod, of: pods).amounts.text == "count/pods=1")
    }

    @Test func `init containers count where they need more than the rest`() throws {
        let pod = try object(
            """
            {"spec": {
              "initContainers": [
                {"name": "big", "resources": {"requests": {"cpu": "3"}}},
                {"name": "side", "restartPolicy": "Always",
                 "resources": {"requests": {"cpu": "1"}}},
                {"name": "late", "resources": {"requests": {"cpu": "1"}}}],
              "containers": [{"name": "c", "resources": {"requests": {"cpu": "1"}}}],
              "overhead": {"cpu": "100m"}}}
            """)
        #expect(PodAmounts.total(pod["spec"], .requests).text == "cpu=3100m")
    }

    @Test func `ports of Services and storage of claims count`() throws {
        let service = try object(
            #"{"spec": {"type": "LoadBalancer", "ports": [{"port": 1}, {"port": 2}]}}"#)
        #expect(
            ObjectUsage(service, of: GroupResource(resource: "services")).amounts.text
                == "count/services=1,services=1,services.loadbalancers=1,services.nodeports=2")
        let claim = try object(
            """
            {"spec": {"storageClassName": "fast",
                      "resources": {"requests": {"storage": "1Gi"}}}}
            """)
        #expect(
            ObjectUsage(claim, of: GroupResource(resource: "persistentvolumeclaims")).amounts
                .only { !$0.hasPrefix("count/") }.text
                == "fast.storageclass.storage.k8s.io/persistentvolumeclaims=1,"
                + "fast.storageclass.storage.k8s.io/requests.storage=1Gi,"
                + "persistentvolumeclaims=1,requests.storage=1Gi")
    }

    @Test func `what is too much is refused in upstream's words`() throws {
        let quota = try quota(
            #"{"pods": "2", "requests.cpu": "1"}"#,
            used: #"{"pods": "2", "requests.cpu": "500m"}"#)
        let usage = ObjectUsage(try pod(#"{"cpu": "250m"}"#), of: pods)
        #expect(
            throws: Quota.Refusal(
                message: "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2")
        ) { try quota.charged(usage, after: nil) }
    }

    @Test func `what fits is added, and what shrinks is let through`() throws {
        let quota = try quota(
            #"{"pods": "2", "requests.cpu": "1"}"#,
            used: #"{"pods": "1", "requests.cpu": "2"}"#)
        let large = ObjectUsage(try pod(#"{"cpu": "2"}"#), of: pods)
        let small = ObjectUsage(try pod(#"{"cpu": "1"}"#), of: pods)
        #expect(try quota.charged(small, after: large) == nil)
        let none = ObjectUsage(try pod("{}"), of: pods)
        #expect(try quota.charged(none, after: nil)?.text == "pods=2,requests.cpu=2")
    }

    @Test func `containers must say what a quota counts`() throws {
        let quota = try quota(
            #"{"limits.memory": "1Gi", "requests.cpu": "1"}"#, used: "{}")
        let pod = try pod(#"{"cpu": "1"}"#)
        #expect(
            throws: Quota.Refusal(
                message: "failed quota: q: must specify limits.memory for: c")
        ) { try quota.checkStated(pod, ObjectUsage(pod, of: pods)) }
    }

    @Test(arguments: [
        ("Terminating", false), ("NotTerminating", true), ("BestEffort", false),
        ("NotBestEffort", true), ("CrossNamespacePodAffinity", false),
    ])
    func `scopes choose pods`(_ scope: String, _ isCovered: Bool) throws {
        let quota = Quota(
            try object(
                """
                {"metadata": {"name": "q"},
                 "spec": {"hard": {"pods": "1"}, "scopes": ["\(scope)"]}}
                """))
        let usage = ObjectUsage(try pod(#"{"cpu": "1"}"#), of: pods)
        #expect(quota.covers(usage) == isCovered)
        #expect(quota.sum([usage]).text == (isCovered ? "pods=1" : "pods=0"))
    }
}
