import APIMachinery
import JSON
import Testing

@Suite struct LeaseTermTests {
    @Test(
        arguments: [
            ("node-1_5f3a", "kube-system/kube-scheduler/3/node-1_5f3a"),
            ("a/b c%", "kube-system/kube-scheduler/3/a/b%20c%25"),
            ("kö\r\n", "kube-system/kube-scheduler/3/k%C3%B6%0D%0A"),
        ])
    func `A header carries any holder, as visible ASCII`(holder: String, text: String) {
        let term = LeaseTerm(
            namespace: "kube-system", name: "kube-scheduler", holder: holder, transitions: 3)
        #expect(term.description == text)
        #expect(LeaseTerm(parsing: text) == term)
    }

    @Test(
        arguments: [
            "", "a", "a/b", "a/b/3", "a/b/3/", "a/b/-1/me", "a/b/x/me", "a/b//me", "/b/3/me",
            "a//3/me", "A/b/3/me", "a/../3/me", "a.b/c/3/me", "a/b/3/m e", "a/b/3/%", "a/b/3/%4",
            "a/b/3/%4g", "a/b/3/%FF", "a/b/99999999999999999999/me",
        ])
    func `What is no term is none`(text: String) {
        #expect(LeaseTerm(parsing: text) == nil)
    }

    @Test func `A lease that nobody holds is in no term`() {
        var lease = APIObject(["metadata": ["name": "b", "namespace": "a"], "spec": [:]])
        #expect(LeaseTerm(lease) == nil)
        lease["spec", "holderIdentity"] = ""
        #expect(LeaseTerm(lease) == nil)
        lease["spec", "holderIdentity"] = "me"
        #expect(LeaseTerm(lease) == LeaseTerm(parsing: "a/b/0/me"))
        lease["spec", "leaseTransitions"] = 2
        #expect(LeaseTerm(lease) == LeaseTerm(parsing: "a/b/2/me"))
    }
}
