import PodControl
import Testing

struct ExpectationsTests {
    @Test func `An owner waits until all that it did was seen`() {
        let expectations = Expectations()
        #expect(expectations.areMet(for: "a"))
        expectations.expect("a", creations: 2, deletions: ["p"])
        expectations.created(by: "a")
        expectations.deleted("other", by: "a")
        expectations.created(by: "b")
        #expect(!expectations.areMet(for: "a"))
        expectations.created(by: "a")
        #expect(!expectations.areMet(for: "a"))
        expectations.deleted("p", by: "a")
        #expect(expectations.areMet(for: "a"))
    }

    @Test func `What was seen before it was expected does not count for it`() {
        let expectations = Expectations()
        expectations.created(by: "a", count: 5)
        expectations.expect("a", creations: 1)
        #expect(!expectations.areMet(for: "a"))
    }

    @Test func `More is expected on top of what is open`() {
        let expectations = Expectations()
        expectations.expect("a", creations: 1)
        expectations.expect("a", creations: 1)
        expectations.created(by: "a")
        #expect(!expectations.areMet(for: "a"))
        expectations.forget("a")
        #expect(expectations.areMet(for: "a"))
    }

    @Test func `Patience ends`() {
        let expectations = Expectations(patience: .zero)
        expectations.expect("a", creations: 1)
        #expect(expectations.areMet(for: "a"))
    }
}
