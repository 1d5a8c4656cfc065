import SchedulingModel

/// A pod on its way to a node.
package struct QueuedPod {
    /// Where it waits.
    package enum Place: Hashable {
        /// It is looked at as soon as its turn comes.
        case active
        /// It is looked at after its pause.
        case backoff
        /// It is looked at after something happened that may help.
        case parked
        /// Something must be taken away from it first.
        case gated
    }

    package var pod: PodInfo
    package var place: Place
    /// How often it was looked at.
    package var attempts = 0
    /// When its last pause ends.
    package var backoffEnd: ContinuousClock.Instant
    /// Since when it is where it is.
    package var since: ContinuousClock.Instant
    /// Plugins that refused it.
    package var refusers: Set<String> = []
    /// Which entry of a heap stands for it: others are stale.
    package var ticket = 0
}
