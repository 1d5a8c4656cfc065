import APIMachinery
import ControllerRuntime
import Testing

/// What becomes of what is told.
@Suite struct EventCorrelationTests {
    static func occurrence(
        _ message: String, reason: String = "R", about name: String = "a", at seconds: Int64 = 0
    ) -> Occurrence {
        Occurrence(
            level: .normal, reason: reason,
            object: ObjectReference(
                apiVersion: "v1", kind: "Pod", namespace: "n", name: name, uid: "u"),
            message: message, at: Timestamp(microseconds: (1000 + seconds) * 1_000_000),
            component: "c")
    }

    @Test func `The same words count up one Event`() {
        var correlation = EventCorrelation()
        let steps = (0..<3).map { correlation.take(Self.occurrence("m", at: $0)) }
        #expect(steps.map { $0?.count } == [1, 2, 3])
        #expect(Set(steps.map { $0?.name }).count == 1)
        let other = correlation.take(Self.occurrence("other"))
        #expect(other?.count == 1)
        #expect(other?.name != steps[0]?.name)
    }

    @Test func `More than ten messages of a reason become one`() {
        var correlation = EventCorrelation()
        let steps = (0..<13).map { correlation.take(Self.occurrence("m\($0)")) }
        #expect(steps.prefix(10).allSatisfy { $0?.count == 1 })
        #expect(steps[10]?.occurrence.message == "(combined from similar events): m10")
        #expect(steps[10...].map { $0?.count } == [1, 2, 3])
        // After a while they are told one by one again.
        let later = correlation.take(Self.occurrence("m99", at: 700))
        #expect(later?.occurrence.message == "m99")
    }

    @Test func `An object has 25 at once, then one in five minutes`() {
        var correlation = EventCorrelation()
        let written = (0..<40).compactMap { correlation.take(Self.occurrence("m", at: $0 / 40)) }
        #expect(written.count == 25)
        #expect(correlation.take(Self.occurrence("m", at: 200)) == nil)
        #expect(correlation.take(Self.occurrence("m", at: 301))?.count == 26)
        #expect(correlation.take(Self.occurrence("m", at: 302)) == nil)
        #expect(correlation.take(Self.occurrence("m", about: "b", at: 302))?.count == 1)
        // A clock that went back takes nothing away and gives nothing.
        #expect(correlation.take(Self.occurrence("m", at: -5000)) == nil)
    }

    @Test func `What could not be written is new the next time`() {
        var correlation = EventCorrelation()
        _ = correlation.take(Self.occurrence("m"))
        correlation.forget(Self.occurrence("m"))
        #expect(correlation.take(Self.occurrence("m"))?.count == 1)
    }
}
