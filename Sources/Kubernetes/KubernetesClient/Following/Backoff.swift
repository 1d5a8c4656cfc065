/// How long to wait before the next attempt: doubling from 50 ms to 5 s, shortened at random by up
/// to half, so that many clients don't come back at once.
struct Backoff {
    private var next = Duration.milliseconds(50)

    /// The pause before the next attempt.
    mutating func pause() -> Duration {
        let pause = next
        next = min(next * 2, .seconds(5))
        return pause * Double.random(in: 0.5...1)
    }

    /// The last attempt worked.
    mutating func reset() { next = .milliseconds(50) }
}
