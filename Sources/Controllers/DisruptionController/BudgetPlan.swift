import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// What a budget's status must say.
struct BudgetPlan: Sendable, Hashable {
    /// How long an evicted pod counts as gone before its deletion is seen.
    static let patience: Int64 = 120_000_000

    var expected: Int
    var desired: Int
    var healthy: Int
    /// Pods that were evicted and whose deletion is not seen yet.
    var disrupted: [String: Timestamp]
    /// Pods that were evicted, and are still there after all.
    var spared: [String]
    /// When one of the disrupted is given up.
    var lookAgain: Duration?

    /// How many pods may be evicted now.
    var allowed: Int { expected <= 0 ? 0 : max(0, healthy - desired) }

    /// Counts.
    /// - Parameters:
    ///   - pods: those that the budget selects.
    ///   - scale: how many there should be, as their controllers say.
    init(_ budget: BudgetView, pods: [CachedObject], scale: Int, now: Timestamp) {
        if let most = budget.maxUnavailable {
            expected = scale
            desired = max(0, scale - most.of(scale))
        } else if let least = budget.minAvailable {
            if case .percent = least { expected = scale } else { expected = pods.count }
            desired = least.of(expected)
        } else {
            expected = 0
            desired = 0
        }
        disrupted = [:]
        spared = []
        var present: [String: CachedObject] = [:]
        for pod in pods { present[pod.name] = pod }
        for (name, time) in budget.disrupted {
            guard let pod = present[name], !pod.meta.isDeleting else { continue }
            let left = time.microseconds + Self.patience - now.microseconds
            if left <= 0 {
                spared.append(name)
            } else {
                disrupted[name] = time
                lookAgain = min(lookAgain ?? .microseconds(left), .microseconds(left))
            }
        }
        let gone = disrupted
        healthy = pods.count { pod in
            !pod.meta.isDeleting && gone[pod.name] == nil && pod.view(PodView.self).isReady
        }
    }

    /// The status, with a budget's conditions kept.
    func status(_ old: JSON, generation: Int, now: Timestamp) -> JSON {
        var status: JSON = [:]
        status["observedGeneration"] = .int(generation)
        if !disrupted.isEmpty {
            var pods: JSON = [:]
            for (name, time) in disrupted.sorted(by: { $0.key < $1.key }) {
                pods[name] = .string(time.description)
            }
            status["disruptedPods"] = pods
        }
        status["disruptionsAllowed"] = .int(allowed)
        status["currentHealthy"] = .int(healthy)
        status["desiredHealthy"] = .int(desired)
        status["expectedPods"] = .int(expected)
        status["conditions"] = .array(
            Self.conditions(
                old["conditions"]?.array ?? [], isAllowed: allowed > 0,
                reason: allowed > 0 ? "SufficientPods" : "InsufficientPods", message: "",
                generation: generation, now: now))
        return status
    }

    /// Conditions with what they say of disruptions.
    static func conditions(
        _ old: [JSON], isAllowed: Bool, reason: String, message: String, generation: Int,
        now: Timestamp
    ) -> [JSON] {
        var condition: JSON = ["type": "DisruptionAllowed"]
        condition["status"] = isAllowed ? "True" : "False"
        condition["observedGeneration"] = .int(generation)
        condition["lastTransitionTime"] = .string(now.description)
        condition["reason"] = .string(reason)
        condition["message"] = .string(message)
        var conditions = old
        guard
            let index = conditions.firstIndex(where: {
                $0["type"]?.string == "DisruptionAllowed"
            })
        else { return conditions + [condition] }
        if conditions[index]["status"] == condition["status"] {
            condition["lastTransitionTime"] = conditions[index]["lastTransitionTime"]
        }
        conditions[index] = condition
        return conditions
    }
}
