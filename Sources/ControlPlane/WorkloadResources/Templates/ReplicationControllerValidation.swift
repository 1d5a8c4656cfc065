import APIMachinery
import JSON
import ResourceModel

/// The mistakes of ReplicationControllers.
enum ReplicationControllerValidation {
    private static let path = FieldPath("spec")

    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        var mistakes = NumberChecks.nonNegative(spec, ["minReadySeconds", "replicas"], path)
        let selector = spec.textMap("selector")
        if selector.isEmpty { mistakes.append(.required(path["selector"])) }
        guard let template = spec["template"] else {
            return mistakes + [.required(path["template"])]
        }
        let labels = template["metadata"]?.textMap("labels") ?? [:]
        if !selector.isEmpty && !selector.allSatisfy({ labels[$0.key] == $0.value }) {
            let field = path["template"]["metadata"]["labels"]
            let why = "`selector` does not match template `labels`"
            mistakes.append(.invalid(field, template["metadata"]?["labels"] ?? .null, why))
        }
        return mistakes
            + TemplateValidation.endless(
                template, kind: "ReplicationController", path["template"], context)
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        ReplicaStatus.validate(
            new.status,
            numbers: [
                "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas",
                "observedGeneration",
            ], parts: ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"])
    }
}
