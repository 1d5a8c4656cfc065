import APIMachinery
import ControllerRuntime
import WatchCache

extension CachedObject {
    /// Whether a pod is neither finished nor being deleted.
    public var isActivePod: Bool { !view(PodView.self).isFinished && !meta.isDeleting }

    /// Whether a pod is being deleted but not finished yet.
    public var isTerminatingPod: Bool { !view(PodView.self).isFinished && meta.isDeleting }

    /// When a pod that is ready has been so for long enough to be available; nil when it is not.
    public func availableSince(minReadySeconds: Int) -> Timestamp? {
        let pod: PodView = view()
        guard let ready = pod.condition("Ready"), ready.status == "True" else { return nil }
        guard minReadySeconds > 0 else { return Timestamp(microseconds: .min) }
        guard let since = Timestamp(parsing: ready.lastTransitionTime) else { return nil }
        return Timestamp(microseconds: since.microseconds + Int64(minReadySeconds) * 1_000_000)
    }

    /// Whether a pod has been ready for long enough.
    public func isAvailablePod(minReadySeconds: Int, at now: Timestamp) -> Bool {
        availableSince(minReadySeconds: minReadySeconds).map { $0 <= now } ?? false
    }
}

extension Collection<CachedObject> {
    /// When the first of these pods becomes available, from now; nil when none is about to.
    public func timeUntilAvailable(minReadySeconds: Int, at now: Timestamp) -> Duration? {
        compactMap { $0.availableSince(minReadySeconds: minReadySeconds) }
            .filter { $0 > now }.min()
            .map { .microseconds($0.microseconds - now.microseconds) + .milliseconds(10) }
    }
}
