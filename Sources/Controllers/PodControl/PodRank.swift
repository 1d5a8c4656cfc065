import APIMachinery
import ControllerRuntime
import WatchCache

/// A pod's place in the order of deletion: of too many pods, those go first that are missed least.
public struct PodRank: Sendable, Comparable {
    private let isAssigned: Bool
    private let phase: Int
    private let isReady: Bool
    private let deletionCost: Int
    private let companions: Int
    private let readyAge: Int
    private let restarts: Int
    private let age: Int
    private let uid: String

    /// A pod's place.
    /// - Parameter companions: how many related pods there are on its node, itself included.
    public init(_ pod: CachedObject, companions: Int, now: Timestamp) {
        let view: PodView = pod.view()
        let meta = pod.meta
        isAssigned = !view.nodeName.isEmpty
        phase = ["Pending": 0, "Unknown": 1, "Running": 2][view.phase] ?? 0
        isReady = view.isReady
        deletionCost =
            meta.annotations["controller.kubernetes.io/pod-deletion-cost"].flatMap(Int.init) ?? 0
        self.companions = companions
        readyAge =
            view.isReady
            ? PodRank.age(view.condition("Ready")?.lastTransitionTime ?? "", now) : 0
        restarts = view.restartCount
        age = PodRank.age(meta.creationTimestamp, now)
        uid = pod.uid
    }

    /// The order of magnitude of an age, so that of pods about as old any may go: else those of
    /// one rollout would always be the ones.
    private static func age(_ since: String, _ now: Timestamp) -> Int {
        guard let since = Timestamp(parsing: since), since < now else { return 0 }
        let span = UInt64(now.microseconds - since.microseconds)
        return UInt64.bitWidth - span.leadingZeroBitCount
    }

    /// Whether one goes before the other.
    public static func < (a: PodRank, b: PodRank) -> Bool {
        if a.isAssigned != b.isAssigned { return !a.isAssigned }
        if a.phase != b.phase { return a.phase < b.phase }
        if a.isReady != b.isReady { return !a.isReady }
        if a.deletionCost != b.deletionCost { return a.deletionCost < b.deletionCost }
        if a.companions != b.companions { return a.companions > b.companions }
        if a.readyAge != b.readyAge { return a.readyAge < b.readyAge }
        if a.restarts != b.restarts { return a.restarts > b.restarts }
        if a.age != b.age { return a.age < b.age }
        return a.uid < b.uid
    }
}
