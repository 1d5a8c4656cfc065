import SchedulingModel
import SchedulingPlugins

/// The pods that have no node yet: those that are looked at next, those that pause after a
/// failure, and those that wait for something to happen.
package struct SchedulingQueue {
    package typealias Instant = ContinuousClock.Instant

    private struct Turn {
        var priority: Int
        var ticket: Int
        var uid: String
    }

    private struct Pause {
        var end: Instant
        var ticket: Int
        var uid: String
    }

    private var pods: [String: QueuedPod] = [:]
    private var parked: Set<String> = []
    /// Higher priorities first, then who came first.
    private var turns = BinaryHeap<Turn> {
        ($1.priority, $0.ticket) < ($0.priority, $1.ticket)
    }
    private var pauses = BinaryHeap<Pause> { $0.end < $1.end }
    private var lastTicket = 0
    private let firstBackoff: Duration
    private let longestBackoff: Duration

    /// An empty queue.
    package init(firstBackoff: Duration, longestBackoff: Duration) {
        self.firstBackoff = firstBackoff
        self.longestBackoff = longestBackoff
    }

    /// How many pods there are.
    package var count: Int { pods.count }

    /// A pod, if it is here.
    package func pod(uid: String) -> QueuedPod? { pods[uid] }

    // MARK: - Coming and going

    /// Adds a pod, or takes note of its new state.
    package mutating func update(_ pod: PodInfo, now: Instant) {
        guard var queued = pods[pod.uid] else {
            let new = QueuedPod(pod: pod, place: .active, backoffEnd: now, since: now)
            put(new, pod.gates.isEmpty ? .active : .gated, now)
            return
        }
        let differs = pod.differs(from: queued.pod)
        queued.pod = pod
        pods[pod.uid] = queued
        if !pod.gates.isEmpty {
            if queued.place != .gated { put(queued, .gated, now) }
        } else if queued.place == .gated {
            put(queued, .active, now)
        } else if queued.place == .parked, differs {
            wake(queued, now)
        } else if queued.place == .active, differs {
            put(queued, .active, now)
        }
    }

    /// Forgets a pod.
    package mutating func remove(uid: String) {
        pods[uid] = nil
        parked.remove(uid)
    }

    /// Takes the pod whose turn it is.
    package mutating func next(now: Instant) -> QueuedPod? {
        endPauses(now)
        while let turn = turns.popFirst() {
            guard var queued = pods[turn.uid], queued.ticket == turn.ticket else { continue }
            pods[turn.uid] = nil
            queued.attempts += 1
            return queued
        }
        return nil
    }

    /// When there will be something to do without an event.
    package mutating func nextDue() -> Instant? {
        while let pause = pauses.first {
            if pods[pause.uid]?.ticket == pause.ticket { return pause.end }
            _ = pauses.popFirst()
        }
        return nil
    }

    // MARK: - Failing

    /// Puts a pod back that could go nowhere: it waits for what may help.
    package mutating func park(_ queued: QueuedPod, refusedBy plugins: Set<String>, now: Instant) {
        var queued = queued
        queued.refusers = plugins
        queued.backoffEnd = now + backoff(queued.attempts)
        put(queued, .parked, now)
    }

    /// Puts a pod back that failed otherwise: it is looked at after its pause.
    package mutating func retry(_ queued: QueuedPod, now: Instant) {
        var queued = queued
        queued.refusers = []
        queued.backoffEnd = now + backoff(queued.attempts)
        put(queued, .backoff, now)
    }

    /// Something happened: the pods that it may help are looked at again.
    package mutating func note(_ event: ClusterEvent, now: Instant) {
        for uid in parked {
            guard let queued = pods[uid] else { continue }
            if event.mayHelp(queued.pod, refusedBy: queued.refusers) { wake(queued, now) }
        }
    }

    /// Looks again at the pods that wait longer than they should, in case an event was misjudged.
    package mutating func wakeOld(since limit: Instant, now: Instant) {
        for uid in parked {
            if let queued = pods[uid], queued.since < limit { wake(queued, now) }
        }
    }

    // MARK: - Places

    private func backoff(_ attempts: Int) -> Duration {
        min(longestBackoff, firstBackoff * (1 << min(max(0, attempts - 1), 20)))
    }

    private mutating func wake(_ queued: QueuedPod, _ now: Instant) {
        put(queued, queued.backoffEnd > now ? .backoff : .active, now)
    }

    private mutating func endPauses(_ now: Instant) {
        while let pause = pauses.first, pause.end <= now {
            _ = pauses.popFirst()
            if let queued = pods[pause.uid], queued.ticket == pause.ticket {
                put(queued, .active, now)
            }
        }
    }

    private mutating func put(_ queued: QueuedPod, _ place: QueuedPod.Place, _ now: Instant) {
        var queued = queued
        let uid = queued.pod.uid
        lastTicket += 1
        queued.ticket = lastTicket
        queued.place = place
        queued.since = now
        pods[uid] = queued
        parked.remove(uid)
        switch place {
        case .active:
            turns.insert(
                Turn(priority: queued.pod.priority, ticket: queued.ticket, uid: uid))
        case .backoff:
            pauses.insert(Pause(end: queued.backoffEnd, ticket: queued.ticket, uid: uid))
        case .parked: parked.insert(uid)
        case .gated: break
        }
    }
}
