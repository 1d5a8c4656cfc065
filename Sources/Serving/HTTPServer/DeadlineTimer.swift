import NIOCore

/// One deadline that moves often and is rarely met: the event loop's timer is set anew only when it
/// would come too late.
struct DeadlineTimer {
    private var deadline: NIODeadline?
    private var timer: (task: Scheduled<Void>, at: NIODeadline)?

    /// `expire` is called on the loop once the deadline has passed; it asks `isDue` then.
    mutating func set(
        after delay: Duration, on loop: any EventLoop, _ expire: @escaping @Sendable () -> Void
    ) {
        let deadline = NIODeadline.now() + TimeAmount(delay)
        self.deadline = deadline
        if let timer, timer.at <= deadline { return }
        timer?.task.cancel()
        timer = (loop.scheduleTask(deadline: deadline, expire), deadline)
    }

    /// No deadline for now.
    mutating func clear() { deadline = nil }

    /// Nothing will be due any more.
    mutating func cancel() {
        deadline = nil
        timer?.task.cancel()
        timer = nil
    }

    /// Whether the deadline has passed; when it was moved, the timer is set to where it is now.
    mutating func isDue(on loop: any EventLoop, _ expire: @escaping @Sendable () -> Void) -> Bool {
        timer = nil
        guard let deadline else { return false }
        if deadline <= .now() {
            self.deadline = nil
            return true
        }
        timer = (loop.scheduleTask(deadline: deadline, expire), deadline)
        return false
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let parts = duration.components
        self = .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}
