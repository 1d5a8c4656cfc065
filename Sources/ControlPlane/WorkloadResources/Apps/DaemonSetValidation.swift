import APIMachinery
import JSON
import ResourceModel

/// The mistakes of DaemonSets.
enum DaemonSetValidation {
    private static let path = FieldPath("spec")

    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        var mistakes = LabelChecks.selector(spec["selector"], path["selector"])
        mistakes += SelectorChecks.matches(spec, path, unreadable: nil)
        if let selector = spec.given("selector"), SelectorChecks.isEmpty(selector) {
            let why = "empty selector is invalid for daemonset"
            mistakes.append(.invalid(path["selector"], selector, why))
        }
        mistakes += TemplateValidation.endless(
            spec["template"], kind: "DaemonSet", path["template"], context)
        mistakes += NumberChecks.nonNegative(
            spec, ["minReadySeconds", "revisionHistoryLimit"], path)
        return mistakes + strategy(spec["updateStrategy"] ?? [:], path["updateStrategy"])
    }

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        ChangeChecks.immutable(new.spec["selector"], old.spec["selector"], path["selector"])
            + create(new, context)
    }

    private static func strategy(_ strategy: JSON, _ path: FieldPath) -> [InvalidField] {
        switch strategy.text("type") {
        case "OnDelete": return []
        case "RollingUpdate":
            return rollingUpdate(strategy["rollingUpdate"] ?? [:], path["rollingUpdate"])
        case let type:
            let shown: JSON = ["Type": .string(type), "RollingUpdate": .null]
            return [.notSupported(path, shown, supported: ["RollingUpdate", "OnDelete"])]
        }
    }

    private static func rollingUpdate(_ update: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let keys = ["maxUnavailable", "maxSurge"]
        for key in keys {
            mistakes += NumberChecks.countOrPercent(update[key], path[key])
            mistakes += NumberChecks.atMostAll(update[key], path[key])
        }
        let hasUnavailable = NumberChecks.plainValue(update[keys[0]]) != 0
        let hasSurge = NumberChecks.plainValue(update[keys[1]]) != 0
        if hasUnavailable && hasSurge {
            let why = "may not be set when maxUnavailable is non-zero"
            mistakes.append(.invalid(path["maxSurge"], update["maxSurge"] ?? 0, why))
        } else if !hasUnavailable && !hasSurge {
            let why = "cannot be 0 when maxSurge is 0"
            mistakes.append(.required(path["maxUnavailable"], why))
        }
        return mistakes
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        NumberChecks.nonNegative(
            new.status,
            [
                "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled",
                "numberReady", "observedGeneration", "updatedNumberScheduled",
                "numberAvailable", "numberUnavailable", "collisionCount",
            ], FieldPath("status"))
            + ChangeChecks.undiminished(
                new.status["collisionCount"], old.status["collisionCount"],
                FieldPath("status")["collisionCount"])
    }
}
