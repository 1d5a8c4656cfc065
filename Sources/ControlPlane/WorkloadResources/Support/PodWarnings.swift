import APIMachinery
import JSON

/// What is taken, but hardly meant: sentences for `Warning` headers.
enum PodWarnings {
    /// Of a pod.
    @Sendable static func pod(_ new: APIObject, _ old: APIObject?) -> [String] {
        if old != nil { return [] }
        return name(new, used: "this is used in the Pod's hostname")
            + spec(new.spec, FieldPath("spec"))
    }

    /// Of an object with a template at `spec.template` whose name begins its pods' names.
    @Sendable static func template(_ new: APIObject, _ old: APIObject?) -> [String] {
        var warnings: [String] = []
        if old == nil { warnings += name(new, used: "this is used in Pod names and hostnames") }
        let template = new.spec["template"]
        if old?.spec["template"].isSame(as: template) == true { return warnings }
        let path = FieldPath("spec")["template"]["spec"]
        return warnings + spec(template?["spec"] ?? [:], path)
    }

    private static func name(_ object: APIObject, used: String) -> [String] {
        let faults = NameRules.isDNS1123Label(object.name)
        if faults.isEmpty { return [] }
        return [
            "metadata.name: \(used), which can result in surprising behavior; "
                + "a DNS label is recommended: [\(faults.joined(separator: " "))]"
        ]
    }

    private static func spec(_ spec: JSON, _ path: FieldPath) -> [String] {
        var warnings: [String] = []
        for member in spec.members("nodeSelector") {
            guard let label = deprecatedLabels[member.key] else { continue }
            let field = path["nodeSelector"].key(member.key)
            warnings.append("\(field.description): \(label)")
        }
        for (index, volume) in spec.list("volumes").enumerated() where volume.has("gitRepo") {
            warnings.append("\(path["volumes"][index]["gitRepo"].description): deprecated in v1.11")
        }
        for (index, secret) in spec.list("imagePullSecrets").enumerated()
        where secret.text("name").isEmpty {
            let field = path["imagePullSecrets"][index]
            warnings.append("\(field.description): invalid empty name \"\"")
        }
        if spec.number("terminationGracePeriodSeconds") < 0 {
            warnings.append(
                "\(path["terminationGracePeriodSeconds"].description): must be >= 0; "
                    + "negative values are invalid and will be treated as 1")
        }
        for (container, path) in ContainerLists.each(spec, path) {
            warnings += environment(container, path["env"])
            warnings += fractions(container, path["resources"])
        }
        return warnings
    }

    private static let deprecatedLabels = [
        "beta.kubernetes.io/arch": "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os": "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region":
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        "failure-domain.beta.kubernetes.io/zone":
            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        "beta.kubernetes.io/instance-type":
            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    ]

    private static func environment(_ container: JSON, _ path: FieldPath) -> [String] {
        var seen: Set<String> = []
        return container.list("env").enumerated().compactMap { index, variable in
            let name = variable.text("name")
            // A value may be made of the one that it hides.
            let usesOld = variable.text("value").contains("$(\(name))")
            if seen.insert(name).inserted || usesOld { return nil }
            return "\(path[index].description): hides previous definition of \"\(name)\", "
                + "which may be dropped when using apply"
        }
    }

    /// Memory and storage come in whole bytes.
    private static func fractions(_ container: JSON, _ path: FieldPath) -> [String] {
        var warnings: [String] = []
        for list in ["limits", "requests"] {
            let amounts = PodResources.amounts(container["resources"], list)
            for (name, amount) in amounts.sorted(by: { $0.key < $1.key })
            where ["memory", "ephemeral-storage"].contains(name) && !amount.isWhole {
                warnings.append(
                    "\(path[list].key(name).description): fractional byte value "
                        + "\"\(amount)\" is invalid, must be an integer")
            }
        }
        return warnings
    }
}
