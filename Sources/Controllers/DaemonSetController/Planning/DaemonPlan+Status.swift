import ControllerRuntime
import WatchCache

extension DaemonPlan {
    /// The DaemonSet's status as its pods are.
    package func status(generation: Int) -> DaemonSetStatus {
        var status = set.status
        status.observedGeneration = generation
        status.desiredNumberScheduled = 0
        status.currentNumberScheduled = 0
        status.numberMisscheduled = 0
        status.numberReady = 0
        status.updatedNumberScheduled = 0
        status.numberAvailable = 0
        for (node, verdict) in verdicts {
            let pods = podsByNode[node] ?? []
            guard verdict == .run else {
                if !pods.isEmpty { status.numberMisscheduled += 1 }
                continue
            }
            status.desiredNumberScheduled += 1
            guard let pod = pods.min(by: DaemonPlan.isOlder) else { continue }
            status.currentNumberScheduled += 1
            if pod.view(PodView.self).isReady {
                status.numberReady += 1
                if isAvailable(pod) { status.numberAvailable += 1 }
            }
            if isUpdated(pod) { status.updatedNumberScheduled += 1 }
        }
        status.numberUnavailable = status.desiredNumberScheduled - status.numberAvailable
        return status
    }
}
