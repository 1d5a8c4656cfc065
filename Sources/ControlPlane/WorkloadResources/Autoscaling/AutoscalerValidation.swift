import APIMachinery
import JSON
import ResourceModel

/// The mistakes of autoscalers, in their `autoscaling/v2` form.
enum AutoscalerValidation {
    private static let path = FieldPath("spec")

    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        var mistakes: [InvalidField] = []
        let least = spec.number("minReplicas")
        let most = spec.number("maxReplicas")
        if least < 1 {
            let why = "must be greater than or equal to 1"
            mistakes.append(.invalid(path["minReplicas"], .int(least), why))
        }
        if most < 1 {
            mistakes.append(.invalid(path["maxReplicas"], .int(most), "must be greater than 0"))
        }
        if most < least {
            let why = "must be greater than or equal to `minReplicas`"
            mistakes.append(.invalid(path["maxReplicas"], .int(most), why))
        }
        let target = spec["scaleTargetRef"] ?? [:]
        mistakes += reference(target, path["scaleTargetRef"], isTarget: true)
        for (index, metric) in spec.list("metrics").enumerated() {
            mistakes += self.metric(metric, path["metrics"][index])
        }
        for key in ["scaleUp", "scaleDown"] {
            guard let rules = spec["behavior"]?[key] else { continue }
            mistakes += self.rules(rules, path["behavior"][key])
        }
        return mistakes
    }

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        create(new, context)
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        NumberChecks.nonNegative(
            new.status, ["currentReplicas", "desiredReplicas"], FieldPath("status"))
    }

    private static func reference(
        _ reference: JSON, _ path: FieldPath, isTarget: Bool
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for key in ["kind", "name"] {
            let text = reference.text(key)
            if text.isEmpty {
                mistakes.append(.required(path[key]))
            } else {
                mistakes += NameRules.isPathSegmentName(text).map {
                    .invalid(path[key], .string(text), $0)
                }
            }
        }
        let version = reference.text("apiVersion")
        let isCore = reference.text("kind") == "ReplicationController" && version == "v1"
        if isTarget && !isCore && GroupVersion(parsing: version).group.isEmpty {
            let why = "apiVersion must specify API group"
            mistakes.append(.invalid(path["apiVersion"], .string(version), why))
        }
        return mistakes
    }

    private static let sources = [
        "ContainerResource": "containerResource", "External": "external", "Object": "object",
        "Pods": "pods", "Resource": "resource",
    ]

    private static func metric(_ metric: JSON, _ path: FieldPath) -> [InvalidField] {
        let type = metric.text("type")
        if type.isEmpty { return [.required(path["type"], "must specify a metric source type")] }
        guard let member = sources[type] else {
            let choices = sources.keys.sorted()
            return [.notSupported(path["type"], .string(type), supported: choices)]
        }
        var mistakes: [InvalidField] = []
        for other in sources.values.sorted() where other != member && metric.has(other) {
            let why = "must populate the given metric source only"
            mistakes.append(.forbidden(path[other], why))
        }
        guard let source = metric[member] else {
            let why = "must populate information for the given metric source"
            return mistakes + [.required(path[member], why)]
        }
        let field = path[member]
        let target = source["target"] ?? [:]
        mistakes += self.target(target, field["target"])
        switch type {
        case "Resource", "ContainerResource":
            if source.text("name").isEmpty {
                mistakes.append(.required(field["name"], "must specify a resource name"))
            }
            if type == "ContainerResource" && source.text("container").isEmpty {
                mistakes.append(.required(field["container"], "must specify a container"))
            }
            mistakes += one(
                target, ["averageUtilization", "averageValue"], field["target"],
                missing: "must set either a target raw value or a target utilization",
                both: "may not set both a target raw value and a target utilization")
        case "Pods":
            mistakes += identity(source, field)
            if !target.has("averageValue") {
                let why = "must specify a positive target averageValue"
                mistakes.append(.required(field["target"]["averageValue"], why))
            }
        case "Object":
            let described = source["describedObject"] ?? [:]
            mistakes += reference(described, field["describedObject"], isTarget: false)
            mistakes += identity(source, field)
            mistakes += one(
                target, ["value", "averageValue"], field["target"],
                missing: "must set either a target value or averageValue", both: nil)
        default:
            mistakes += identity(source, field)
            mistakes += one(
                target, ["value", "averageValue"], field["target"],
                missing: "must set either a target value for metric or a per-pod target",
                both: "may not set both a target value for metric and a per-pod target")
        }
        return mistakes
    }

    private static func identity(_ source: JSON, _ path: FieldPath) -> [InvalidField] {
        let name = source["metric"]?.text("name") ?? ""
        let field = path["metric"]["name"]
        if name.isEmpty { return [.required(field, "must specify a metric name")] }
        return NameRules.isPathSegmentName(name).map { .invalid(field, .string(name), $0) }
    }

    /// One of two members, named as upstream's path names them.
    private static func one(
        _ target: JSON, _ keys: [String], _ path: FieldPath, missing: String, both: String?
    ) -> [InvalidField] {
        let given = keys.filter { target.has($0) }
        if given.isEmpty { return [.required(path[keys[0]], missing)] }
        if given.count == 2, let both { return [.forbidden(path[keys[1]], both)] }
        return []
    }

    private static func target(_ target: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let type = target.text("type")
        if type.isEmpty {
            mistakes.append(.required(path["type"], "must specify a metric target type"))
        } else if !["Utilization", "Value", "AverageValue"].contains(type) {
            let why = "must be either Utilization, Value, or AverageValue"
            mistakes.append(.invalid(path["type"], .string(type), why))
        }
        for key in ["value", "averageValue"] {
            guard let text = target[key]?.string, let amount = Quantity(parsing: text),
                amount.isZero || amount.isNegative
            else { continue }
            mistakes.append(.invalid(path[key], .string(text), "must be positive"))
        }
        if let percent = target["averageUtilization"]?.int, percent < 1 {
            let why = "must be greater than 0"
            mistakes.append(.invalid(path["averageUtilization"], .int(percent), why))
        }
        return mistakes
    }

    private static func rules(_ rules: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if let seconds = rules["stabilizationWindowSeconds"]?.int {
            let field = path["stabilizationWindowSeconds"]
            if seconds < 0 {
                let why = "must be greater than or equal to zero"
                mistakes.append(.invalid(field, .int(seconds), why))
            } else if seconds > 3600 {
                let why = "must be less than or equal to 3600"
                mistakes.append(.invalid(field, .int(seconds), why))
            }
        }
        mistakes += NameChecks.optionalChoice(
            rules.text("selectPolicy"), ["Disabled", "Max", "Min"], path["selectPolicy"])
        let policies = rules.list("policies")
        if policies.isEmpty {
            mistakes.append(.required(path["policies"], "must specify at least one Policy"))
        }
        for (index, policy) in policies.enumerated() {
            let field = path["policies"][index]
            mistakes += NameChecks.choice(
                policy.text("type"), ["Percent", "Pods"], field["type"])
            for key in ["value", "periodSeconds"] where policy.number(key) <= 0 {
                let why = "must be greater than zero"
                mistakes.append(.invalid(field[key], .int(policy.number(key)), why))
            }
            let seconds = policy.number("periodSeconds")
            if seconds > 1800 {
                let why = "must be less than or equal to 1800"
                mistakes.append(.invalid(field["periodSeconds"], .int(seconds), why))
            }
        }
        return mistakes
    }
}
