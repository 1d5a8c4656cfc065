import APIMachinery
import JSON

/// A list of resources by name: `{"cpu": "500m"}`.
typealias ResourceAmounts = [String: Quantity]

/// What a pod's containers ask for together.
enum PodResources {
    /// The amounts of `requests` or `limits`; what is no quantity is left out.
    static func amounts(_ resources: JSON?, _ list: String) -> ResourceAmounts {
        var amounts: ResourceAmounts = [:]
        for member in resources?.members(list) ?? [] {
            if let text = member.value.string, let amount = Quantity(parsing: text) {
                amounts[member.key] = amount
            }
        }
        return amounts
    }

    /// The sum over containers, or what init containers need at one moment where that is more.
    static func aggregate(_ spec: JSON, _ list: String) -> ResourceAmounts {
        var sum: ResourceAmounts = [:]
        for container in spec.list("containers") {
            add(amounts(container["resources"], list), to: &sum)
        }
        var goingOn: ResourceAmounts = [:]
        var peak: ResourceAmounts = [:]
        for container in spec.list("initContainers") {
            var current = amounts(container["resources"], list)
            if container.text("restartPolicy") == "Always" {
                add(current, to: &sum)
                add(current, to: &goingOn)
                current = goingOn
            } else {
                add(goingOn, to: &current)
            }
            raise(&peak, to: current)
        }
        raise(&sum, to: peak)
        return sum
    }

    private static func add(_ amounts: ResourceAmounts, to sum: inout ResourceAmounts) {
        sum.merge(amounts) { $0 + $1 }
    }

    private static func raise(_ amounts: inout ResourceAmounts, to other: ResourceAmounts) {
        amounts.merge(other) { $0 < $1 ? $1 : $0 }
    }

    /// Resources that a pod may ask for as a whole.
    static func isPodLevel(_ name: String) -> Bool {
        name == "cpu" || name == "memory" || isHugePages(name)
    }

    static func isHugePages(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

    /// Completes what a pod asks for as a whole, where it asks for something.
    static func setPodLevelDefaults(_ spec: inout JSON) {
        guard var resources = spec["resources"] else { return }
        let hadLimits = !resources.members("limits").isEmpty
        let hadRequests = !resources.members("requests").isEmpty
        if hadLimits || hadRequests {
            for (name, amount) in aggregate(spec, "limits").sorted(by: { $0.key < $1.key })
            where isHugePages(name) && resources["requests"]?[name] == nil {
                fill(&resources, "limits", name, amount)
            }
        }
        let limits = resources.members("limits")
        if !limits.isEmpty {
            for (name, amount) in aggregate(spec, "requests").sorted(by: { $0.key < $1.key })
            where isPodLevel(name) && !isHugePages(name) {
                fill(&resources, "requests", name, amount)
            }
            for limit in limits where isPodLevel(limit.key) {
                var requests = resources["requests"] ?? [:]
                requests.setDefault(limit.key, limit.value)
                resources["requests"] = requests
            }
        } else if hadRequests {
            limitToContainers(&resources, spec)
        }
        spec["resources"] = resources
    }

    /// A pod that requests as a whole is limited to what its containers are limited to, where all
    /// of them are.
    private static func limitToContainers(_ resources: inout JSON, _ spec: JSON) {
        let containers = spec.list("containers") + spec.list("initContainers")
        for (name, amount) in aggregate(spec, "limits").sorted(by: { $0.key < $1.key })
        where isPodLevel(name) && !isHugePages(name) {
            let isEveryoneLimited = containers.allSatisfy {
                $0["resources"]?["limits"]?[name] != nil
            }
            if isEveryoneLimited { fill(&resources, "limits", name, amount) }
        }
    }

    private static func fill(
        _ resources: inout JSON, _ list: String, _ name: String, _ amount: Quantity
    ) {
        var amounts = resources[list] ?? [:]
        amounts.setDefault(name, .string(amount.description))
        resources[list] = amounts
    }
}
