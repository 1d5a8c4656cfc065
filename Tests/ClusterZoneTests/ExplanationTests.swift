import ClusterZone
import DNSMessage
import Testing

@Suite struct ExplanationTests {
    @Test(arguments: [
        ("web.prod.svc.cluster.local", "Service prod/web", "its cluster IPs"),
        ("first.web.prod.svc.cluster.local", "Service prod/web", "an endpoint of it"),
        ("db.prod.svc.cluster.local", "Service prod/db", "its ready endpoints"),
        ("x.web.prod.svc.cluster.local", "Service prod/web", "neither an endpoint nor a port"),
        ("web.nosuch.svc.cluster.local", "-", "there is no Namespace nosuch"),
        ("nosuch.prod.svc.cluster.local", "-", "there is no Service prod/nosuch"),
        ("www.example.org", "-", "in none of the zones"),
        ("5-5-5.prod.pod.cluster.local", "-", "no address with dashes"),
    ])
    func `a name's object or the reason against it`(
        name: String, object: String, reason: String
    ) throws {
        let cluster = try Cluster(Cluster.web + "\n---\n" + Cluster.db)
        let question = Question(try #require(DNSName(name)), .a)
        let explanation = cluster.state.explain(question)
        #expect(explanation.object ?? "-" == object)
        #expect(explanation.reason.contains(reason), "\(explanation.reason)")
    }
}
