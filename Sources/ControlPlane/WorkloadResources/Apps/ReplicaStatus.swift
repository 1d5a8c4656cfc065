import APIMachinery
import JSON

/// What statuses of kinds with replicas have in common.
enum ReplicaStatus {
    /// The numbers aren't negative; none of `parts` is more than `replicas`.
    static func validate(
        _ status: JSON, numbers: [String], parts: [String], whole: String = "status.replicas",
        ready: String = "readyReplicas"
    ) -> [InvalidField] {
        let path = FieldPath("status")
        var mistakes = NumberChecks.nonNegative(status, numbers, path)
        let replicas = status.number("replicas")
        for part in parts where status.number(part) > replicas {
            let why = "cannot be greater than \(whole)"
            mistakes.append(.invalid(path[part], .int(status.number(part)), why))
        }
        let available = status.number("availableReplicas")
        if parts.contains("availableReplicas"), available > status.number("readyReplicas") {
            let why = "cannot be greater than \(ready)"
            mistakes.append(.invalid(path["availableReplicas"], .int(available), why))
        }
        return mistakes
    }
}
