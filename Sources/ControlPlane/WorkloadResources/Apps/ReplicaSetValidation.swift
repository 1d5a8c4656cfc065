import APIMachinery
import JSON
import ResourceModel

/// The mistakes of ReplicaSets.
enum ReplicaSetValidation {
    private static let path = FieldPath("spec")

    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        return NumberChecks.nonNegative(spec, ["replicas", "minReadySeconds"], path)
            + SelectorChecks.required(spec, kind: "deployment", path["selector"])
            + SelectorChecks.matches(spec, path)
            + TemplateValidation.endless(
                spec["template"], kind: "ReplicaSet", path["template"], context)
    }

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        ChangeChecks.immutable(new.spec["selector"], old.spec["selector"], path["selector"])
            + create(new, context)
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        ReplicaStatus.validate(
            new.status,
            numbers: [
                "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas",
                "observedGeneration", "terminatingReplicas",
            ], parts: ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"])
    }
}
