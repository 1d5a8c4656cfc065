import JSON

/// What people are told of a pod.
enum PodWords {
    /// `running`, `not ready`, `terminating`, `pending: 0/3 nodes are available …`
    static func state(of pod: JSON) -> String {
        if ObjectReading.isDeleting(pod) { return "terminating" }
        if ObjectReading.condition("Ready", of: pod) { return "running" }
        let phase = pod["status"]?["phase"]?.string ?? "Pending"
        guard phase == "Pending" || phase == "Running" else { return phase.lowercased() }
        let waiting = (pod["status"]?["containerStatuses"]?.array ?? [])
            .compactMap { $0["state"]?["waiting"]?["reason"]?.string }.first
        let unscheduled = (pod["status"]?["conditions"]?.array ?? [])
            .first { $0["type"]?.string == "PodScheduled" && $0["status"]?.string == "False" }
        let why = waiting ?? unscheduled?["message"]?.string
        return (phase == "Running" ? "not ready" : "pending") + (why.map { ": \($0)" } ?? "")
    }
}
