import APIMachinery
import JSON
import ResourceModel

/// The mistakes of pods.
enum PodValidation {
    static let path = FieldPath("spec")

    @Sendable static func create(_ pod: APIObject, _ context: WriteContext) -> [InvalidField] {
        var mistakes = whole(pod, context)
        if !pod.spec.list("ephemeralContainers").isEmpty {
            mistakes.append(.forbidden(path["ephemeralContainers"], "cannot be set on create"))
        }
        if !pod.spec.text("nodeName").isEmpty && !pod.spec.list("schedulingGates").isEmpty {
            let why = "cannot be set until all schedulingGates have been cleared"
            mistakes.append(.forbidden(path["nodeName"], why))
        }
        return mistakes
    }

    /// What holds for a pod at any time.
    static func whole(_ pod: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = pod.spec
        var scope = PodScope(spec, isPod: true)
        scope.allowsPrivileged = context.allowsPrivileged
        scope.podName = pod.name
        var mistakes = PodSpecValidation.validate(scope, path)
        if spec.text("serviceAccountName").isEmpty {
            mistakes += tokens(spec)
        }
        for list in ["containers", "initContainers"] {
            for (index, container) in spec.list(list).enumerated() {
                mistakes += ContainerValidation.podOnly(container, path[list][index])
            }
        }
        return mistakes
    }

    /// A token is one of an account.
    private static func tokens(_ spec: JSON) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for (index, volume) in spec.list("volumes").enumerated() {
            let sources = volume["projected"]?.list("sources") ?? []
            for (place, source) in sources.enumerated() where source.has("serviceAccountToken") {
                let field = path["volumes"][index]["projected"]["sources"][place]
                let why = "must not be specified when serviceAccountName is not set"
                mistakes.append(.forbidden(field["serviceAccountToken"], why))
            }
        }
        return mistakes
    }
}
