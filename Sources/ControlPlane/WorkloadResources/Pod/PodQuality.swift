import APIMachinery
import JSON

/// A pod's quality of service: `Guaranteed`, `Burstable`, `BestEffort`.
enum PodQuality {
    static func text(_ spec: JSON) -> String {
        var requests: ResourceAmounts = [:]
        var limits: ResourceAmounts = [:]
        var isGuaranteed = true
        func read(_ resources: JSON?) {
            let limited = counted(resources, "limits")
            requests.merge(counted(resources, "requests")) { $0 + $1 }
            limits.merge(limited) { $0 + $1 }
            if limited.count < 2 { isGuaranteed = false }
        }
        let whole = spec["resources"]
        if !(whole?.members("requests") ?? []).isEmpty || !(whole?.members("limits") ?? []).isEmpty
        {
            read(whole)
        } else {
            let containers = spec.list("containers") + spec.list("initContainers")
            for container in containers { read(container["resources"]) }
        }
        if requests.isEmpty && limits.isEmpty { return "BestEffort" }
        let isAtLimits = requests.allSatisfy { limits[$0.key] == $0.value }
        let isComplete = requests.count == limits.count
        return isGuaranteed && isAtLimits && isComplete ? "Guaranteed" : "Burstable"
    }

    /// Processors and memory count, and only where more than nothing is asked for.
    private static func counted(_ resources: JSON?, _ list: String) -> ResourceAmounts {
        PodResources.amounts(resources, list).filter { name, amount in
            (name == "cpu" || name == "memory") && !amount.isZero && !amount.isNegative
        }
    }
}
