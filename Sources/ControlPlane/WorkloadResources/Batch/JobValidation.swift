import APIMachinery
import JSON
import ResourceModel

/// The mistakes of Jobs.
enum JobValidation {
    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let path = FieldPath("spec")
        var mistakes = spec(object.spec, path, context)
        mistakes += LabelChecks.selector(object.spec["selector"], path["selector"])
        if object.spec.has("selector") {
            mistakes += SelectorChecks.matches(object.spec, path)
        }
        return mistakes + generatedSelector(object, path)
    }

    /// A selector that wasn't made by hand is by the uid, and by nothing else.
    private static func generatedSelector(
        _ object: APIObject, _ path: FieldPath
    ) -> [InvalidField] {
        if object.spec.isTrue("manualSelector") { return [] }
        guard let selector = object.spec.given("selector") else {
            return [.required(path["selector"])]
        }
        let labels = selector.textMap("matchLabels")
        let isOwn = [JobKind.uidLabel, JobKind.olderUIDLabel].contains {
            labels[$0] == object.uid
        }
        if isOwn && labels.count == 1 && selector.list("matchExpressions").isEmpty { return [] }
        return [.invalid(path["selector"], selector, "`selector` not auto-generated")]
    }

    /// A job's spec, also inside a CronJob.
    static func spec(
        _ spec: JSON, _ path: FieldPath, _ context: WriteContext
    ) -> [InvalidField] {
        var mistakes = NumberChecks.nonNegative(
            spec,
            [
                "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
                "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes",
            ], path)
        mistakes += indexes(spec, path)
        mistakes += NameChecks.optionalChoice(
            spec.text("podReplacementPolicy"), ["Failed", "TerminatingOrFailed"],
            path["podReplacementPolicy"])
        // In a CronJob's template it may still be missing.
        let replacement = spec.text("podReplacementPolicy")
        if spec.has("podFailurePolicy") && !["", "Failed"].contains(replacement) {
            let field = path["podReplacementPolicy"]
            mistakes.append(.notSupported(field, .string(replacement), supported: ["Failed"]))
        }
        mistakes += TemplateValidation.validate(spec["template"], path["template"], context)
        let policy = spec["template"]?["spec"]?.text("restartPolicy") ?? ""
        let field = path["template"]["spec"]["restartPolicy"]
        if policy.isEmpty || policy == "Always" {
            let why = "valid values: \"OnFailure\", \"Never\""
            mistakes.append(.required(field, why))
        } else if !["OnFailure", "Never"].contains(policy) {
            let choices = ["OnFailure", "Never"]
            mistakes.append(.notSupported(field, .string(policy), supported: choices))
        } else if spec.has("podFailurePolicy") && policy != "Never" {
            let why = "only \"Never\" is supported when podFailurePolicy is specified"
            mistakes.append(.invalid(field, .string(policy), why))
        }
        return mistakes
    }

    private static func indexes(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let mode = spec.text("completionMode")
        mistakes += NameChecks.optionalChoice(
            mode, ["NonIndexed", "Indexed"], path["completionMode"])
        if mode == "Indexed" {
            if !spec.has("completions") {
                let why = "when completion mode is Indexed"
                mistakes.append(.required(path["completions"], why))
            }
            let parallelism = spec.number("parallelism")
            if parallelism > 100_000 {
                let why =
                    "must be less than or equal to 100000 when completion mode is Indexed"
                mistakes.append(.invalid(path["parallelism"], .int(parallelism), why))
            }
        }
        if mode == "NonIndexed" {
            for key in ["backoffLimitPerIndex", "maxFailedIndexes"] {
                guard let value = spec[key] else { continue }
                mistakes.append(.invalid(path[key], value, "requires indexed completion mode"))
            }
        }
        if spec.has("maxFailedIndexes") && !spec.has("backoffLimitPerIndex") {
            let why = "when maxFailedIndexes is specified"
            mistakes.append(.required(path["backoffLimitPerIndex"], why))
        }
        return mistakes
    }

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        let path = FieldPath("spec")
        var mistakes = spec(new.spec, path, context)
        let isElastic =
            new.spec.text("completionMode") == "Indexed"
            && new.spec["completions"] == new.spec["parallelism"]
        var kept = [
            "selector", "completionMode", "podFailurePolicy", "successPolicy",
            "backoffLimitPerIndex", "managedBy",
        ]
        if !isElastic { kept.append("completions") }
        for key in kept {
            mistakes += ChangeChecks.immutable(new.spec[key], old.spec[key], path[key])
        }
        return mistakes + template(new.spec, old, path["template"])
    }

    /// Before it starts, a suspended job can be told where its pods may run.
    private static func template(
        _ new: JSON, _ old: APIObject, _ path: FieldPath
    ) -> [InvalidField] {
        var wanted = new["template"] ?? [:]
        let before = old.spec["template"] ?? [:]
        let isWaiting = old.spec.isTrue("suspend") && !old.status.has("startTime")
        if isWaiting {
            for key in ["labels", "annotations"] {
                wanted.setField(["metadata", key], before["metadata"]?[key])
            }
            let mutable = ["nodeSelector", "affinity", "tolerations", "schedulingGates"]
            for key in mutable { wanted.setField(["spec", key], before["spec"]?[key]) }
            var containers = wanted["spec"]?.list("containers") ?? []
            for (index, container) in (before["spec"]?.list("containers") ?? []).enumerated()
            where index < containers.count {
                containers[index]["resources"] = container["resources"]
            }
            if !containers.isEmpty { wanted.setField(["spec", "containers"], .array(containers)) }
        }
        return ChangeChecks.immutable(wanted, before, path)
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        let status = new.status
        let path = FieldPath("status")
        var mistakes = NumberChecks.nonNegative(
            status, ["active", "succeeded", "failed", "ready", "terminating"], path)
        if let ready = status["ready"]?.int, ready > status.number("active") {
            let why = "cannot set more ready pods than active"
            mistakes.append(.invalid(path["ready"], .int(ready), why))
        }
        let isComplete = status.list("conditions").contains {
            $0.text("type") == "Complete" && $0.text("status") == "True"
        }
        if status.has("completionTime") && !isComplete {
            let why = "cannot set completionTime when there is no Complete=True condition"
            mistakes.append(.invalid(path["completionTime"], status["completionTime"] ?? "", why))
        }
        if isComplete && !status.has("completionTime") {
            let why = "completionTime is required for Complete jobs"
            mistakes.append(.required(path["completionTime"], why))
        }
        return mistakes
    }
}
