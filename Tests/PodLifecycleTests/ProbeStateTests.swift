import PodLifecycle
import Testing

@Suite struct ProbeStateTests {
    @Test func `a verdict turns after enough answers in a row`() {
        var state = ProbeState(ProbeManifest(.none, failureThreshold: 3))
        let answers = [true, false, false, true, false, false, false, true]
        let verdicts = answers.map { state.note($0) }
        #expect(verdicts == [true, nil, nil, true, nil, nil, false, true])
    }

    @Test func `pauses double up to the longest and are forgotten after a good while`() {
        let limits = Backoff.Limits(first: .seconds(10), longest: .seconds(25))
        var backoff = Backoff()
        let start = ContinuousClock.now
        #expect(backoff.pauseEnd(since: start, limits) == nil)
        backoff.raise(since: start, at: start, limits)
        #expect(backoff.pauseEnd(since: start, limits) == start + .seconds(10))
        backoff.raise(since: start, at: start, limits)
        backoff.raise(since: start, at: start, limits)
        #expect(backoff.pause == .seconds(25))
        #expect(backoff.pauseEnd(since: start + .seconds(51), limits) == nil)
    }
}
