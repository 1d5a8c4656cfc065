import APIMachinery
import JSON

/// What containers and pods ask for.
enum ResourceValidation {
    static func container(
        _ resources: JSON?, _ claimNames: Set<String>, _ path: FieldPath
    ) -> [InvalidField] {
        guard let resources else { return [] }
        return amounts(resources, path, name: containerName)
            + ClaimValidation.references(resources.list("claims"), claimNames, path["claims"])
    }

    /// What the pod asks for as a whole.
    static func pod(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        guard let resources = scope.spec["resources"] else { return [] }
        var mistakes: [InvalidField] = []
        if resources.has("claims") {
            let why = "claims cannot be set for Resources at pod-level"
            mistakes.append(.forbidden(path["claims"], why))
        }
        mistakes += amounts(resources, path, name: podName)
        return mistakes + consistency(scope.spec, resources, path)
    }

    /// Containers together may not ask for more than the pod, nor one be limited to more.
    private static func consistency(
        _ spec: JSON, _ resources: JSON, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let requests = PodResources.amounts(resources, "requests")
        let needed = PodResources.aggregate(spec, "requests").sorted { $0.key < $1.key }
        for (name, amount) in needed {
            let whole = requests[name] ?? Quantity(0)
            if amount > whole {
                let why =
                    "must be greater than or equal to aggregate container requests of \(amount)"
                let field = path["requests"].key(name)
                mistakes.append(.invalid(field, .string(whole.description), why))
            }
        }
        let limits = PodResources.amounts(resources, "limits")
        for (index, container) in spec.list("containers").enumerated() {
            let own = PodResources.amounts(container["resources"], "limits")
            for (name, amount) in own.sorted(by: { $0.key < $1.key }) {
                guard let limit = limits[name], amount > limit else { continue }
                let field = path["containers"][index].key(name)["limits"]
                let why = "must be less than or equal to pod limits of \(limit)"
                mistakes.append(.invalid(field, .string(amount.description), why))
            }
        }
        return mistakes
    }

    static func overhead(_ overhead: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let overhead else { return [] }
        return amounts(["limits": overhead], path, name: containerName)
    }

    private static func amounts(
        _ resources: JSON, _ path: FieldPath, name: (String, FieldPath) -> [InvalidField]
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let limits = PodResources.amounts(resources, "limits")
        let requests = PodResources.amounts(resources, "requests")
        for (list, amounts) in [("limits", limits), ("requests", requests)] {
            for (key, amount) in amounts.sorted(by: { $0.key < $1.key }) {
                mistakes += name(key, path[list].key(key))
                mistakes += quantity(key, amount, path[list].key(key))
            }
        }
        for (key, amount) in requests.sorted(by: { $0.key < $1.key }) {
            let text = JSON.string(amount.description)
            guard let limit = limits[key] else {
                if !allowsOvercommit(key) {
                    let why = "Limit must be set for non overcommitable resources"
                    mistakes.append(.required(path["limits"], why))
                }
                continue
            }
            if amount != limit && !allowsOvercommit(key) {
                let why = "must be equal to \(key) limit of \(limit)"
                mistakes.append(.invalid(path["requests"], text, why))
            } else if amount > limit {
                let why = "must be less than or equal to \(key) limit of \(limit)"
                mistakes.append(.invalid(path["requests"], text, why))
            }
        }
        let names = Set(limits.keys).union(requests.keys)
        let hasCompute = names.contains("cpu") || names.contains("memory")
        if !hasCompute && names.contains(where: PodResources.isHugePages) {
            mistakes.append(.forbidden(path, "HugePages require cpu or memory"))
        }
        return mistakes
    }

    private static func quantity(
        _ name: String, _ amount: Quantity, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let text = JSON.string(amount.description)
        if amount.isNegative {
            mistakes.append(.invalid(path, text, "must be greater than or equal to 0"))
        }
        if isExtended(name) && amount.milliValue % 1000 != 0 {
            mistakes.append(.invalid(path, text, "must be an integer"))
        }
        return mistakes
    }

    private static let containerNames: Set<String> = ["cpu", "memory", "ephemeral-storage"]

    /// Resources whose domain isn't Kubernetes' own.
    private static func isExtended(_ name: String) -> Bool {
        !isNative(name) && !name.hasPrefix("requests.")
    }

    private static func isNative(_ name: String) -> Bool {
        !name.contains("/") || name.contains("kubernetes.io/")
    }

    private static func allowsOvercommit(_ name: String) -> Bool {
        isNative(name) && !PodResources.isHugePages(name)
    }

    private static func containerName(_ name: String, _ path: FieldPath) -> [InvalidField] {
        var mistakes = NameRules.isQualifiedName(name).map {
            InvalidField.invalid(path, .string(name), $0)
        }
        if !mistakes.isEmpty { return mistakes }
        if !name.contains("/") {
            let isKnown = containerNames.contains(name) || PodResources.isHugePages(name)
            if !isKnown {
                let isStandard = standardNames.contains(name)
                if !isStandard {
                    mistakes.append(
                        .invalid(
                            path, .string(name),
                            "must be a standard resource type or fully qualified"))
                }
                mistakes.append(
                    .invalid(path, .string(name), "must be a standard resource for containers"))
            }
        } else if !isNative(name) && !isExtended(name) {
            let why = "doesn't follow extended resource name standard"
            mistakes.append(.invalid(path, .string(name), why))
        }
        return mistakes
    }

    /// Names that quotas know beside those of containers.
    private static let standardNames: Set<String> = [
        "storage", "pods", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "resourcequotas", "requests.cpu", "requests.memory",
        "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage",
    ]

    private static func podName(_ name: String, _ path: FieldPath) -> [InvalidField] {
        let faults = NameRules.isQualifiedName(name).map {
            InvalidField.invalid(path, .string(name), $0)
        }
        if !faults.isEmpty || PodResources.isPodLevel(name) { return faults }
        let supported = ["cpu", "hugepages-", "memory"]
        return [.notSupported(path, .string(name), supported: supported)]
    }

    static func resizePolicy(
        _ container: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var seen: Set<String> = []
        for (index, policy) in container.list("resizePolicy").enumerated() {
            let name = policy.text("resourceName")
            if !seen.insert(name).inserted {
                mistakes.append(.duplicate(path[index], .string(name)))
            }
            mistakes += NameChecks.choice(name, ["cpu", "memory"], path)
            let restart = policy.text("restartPolicy")
            mistakes += NameChecks.choice(restart, ["NotRequired", "RestartContainer"], path)
            if scope.restartPolicy == "Never" && restart != "NotRequired" {
                let why = "must be 'NotRequired' when `restartPolicy` is 'Never'"
                mistakes.append(.invalid(path, .string(restart), why))
            }
        }
        return mistakes
    }
}
