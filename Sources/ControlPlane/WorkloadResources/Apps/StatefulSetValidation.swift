import APIMachinery
import JSON
import ResourceModel

/// The mistakes of StatefulSets.
enum StatefulSetValidation {
    private static let path = FieldPath("spec")

    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        var mistakes: [InvalidField] = []
        let management = spec.text("podManagementPolicy")
        if !["OrderedReady", "Parallel"].contains(management) {
            let why = "must be 'OrderedReady' or 'Parallel'"
            mistakes.append(.invalid(path["podManagementPolicy"], .string(management), why))
        }
        mistakes += strategy(spec["updateStrategy"] ?? [:], path["updateStrategy"])
        for key in ["whenDeleted", "whenScaled"] {
            let member = "persistentVolumeClaimRetentionPolicy"
            mistakes += NameChecks.optionalChoice(
                spec[member]?.text(key) ?? "", ["Retain", "Delete"], path[member][key])
        }
        mistakes += NumberChecks.nonNegative(
            spec, ["replicas", "minReadySeconds", "revisionHistoryLimit"], path)
        if let ordinals = spec["ordinals"] {
            mistakes += NumberChecks.nonNegative(ordinals, "start", path["ordinals"])
        }
        mistakes += SelectorChecks.required(spec, kind: "statefulset", path["selector"])
        mistakes += SelectorChecks.matches(spec, path)
        // As upstream, nothing else of the template: its mounts may be of claims made later.
        mistakes += TemplateValidation.metadata(spec["template"], path["template"])
        return mistakes
            + TemplateValidation.endless(
                spec["template"], kind: "StatefulSet", path["template"])
    }

    private static func strategy(_ strategy: JSON, _ path: FieldPath) -> [InvalidField] {
        let update = strategy.given("rollingUpdate")
        let field = path["rollingUpdate"]
        switch strategy.text("type") {
        case "OnDelete":
            guard let update else { return [] }
            let shown: JSON = [
                "Partition": update["partition"] ?? 0,
                "MaxUnavailable": update["maxUnavailable"] ?? .null,
            ]
            return [.invalid(field, shown, "only allowed for updateStrategy 'RollingUpdate'")]
        case "RollingUpdate":
            guard let update else { return [] }
            var mistakes = NumberChecks.nonNegative(update, "partition", field)
            if let most = update["maxUnavailable"] {
                mistakes += NumberChecks.countOrPercent(most, field["maxUnavailable"])
                if NumberChecks.plainValue(most) == 0 {
                    mistakes.append(.invalid(field["maxUnavailable"], most, "cannot be 0"))
                }
                mistakes += NumberChecks.atMostAll(most, field["maxUnavailable"])
            }
            return mistakes
        case let type:
            let shown: JSON = ["Type": .string(type), "RollingUpdate": .null]
            return [.invalid(path, shown, "must be 'RollingUpdate' or 'OnDelete'")]
        }
    }

    /// The members of the spec that may change.
    private static let mutable = [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ]

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        var mistakes = create(new, context)
        var spec = new.spec
        for key in mutable { spec[key] = old.spec[key] }
        if !spec.isSame(as: old.spec) {
            let list = mutable.dropLast().map { "'\($0)'" }.joined(separator: ", ")
            let why =
                "updates to statefulset spec for fields other than \(list) and "
                + "'minReadySeconds' are forbidden"
            mistakes.append(.forbidden(path, why))
        }
        return mistakes
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        ReplicaStatus.validate(
            new.status,
            numbers: [
                "replicas", "readyReplicas", "currentReplicas", "updatedReplicas",
                "availableReplicas", "observedGeneration", "collisionCount",
            ],
            parts: ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"],
            ready: "status.readyReplicas")
            + ChangeChecks.undiminished(
                new.status["collisionCount"], old.status["collisionCount"],
                FieldPath("status")["collisionCount"])
    }
}
