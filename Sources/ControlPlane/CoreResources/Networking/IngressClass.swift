import APIMachinery
import JSON
import ResourceModel

/// Who serves Ingresses.
enum IngressClassKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "networking.k8s.io", kind: "IngressClass", plural: "ingressclasses",
            schema: "networking.v1.IngressClass")
        kind.isNamespaced = false
        kind.columns = [.name, Column("Controller"), Column("Parameters"), .age]
        kind.cells = { object, now in
            [
                .string(object.name), .string(object.spec.text("controller")),
                Cell.text(parameters(object.spec["parameters"])), Cell.age(object, now),
            ]
        }
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = { object in
            if let parameters = object["spec", "parameters"], parameters["scope"] == nil {
                object["spec", "parameters", "scope"] = "Cluster"
            }
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            let controller = new.spec.text("controller")
            if controller == old.spec.text("controller") { return validate(new) }
            let path = FieldPath("spec")["controller"]
            return [.invalid(path, .string(controller), "field is immutable")]
        }
        return kind
    }()

    private static func parameters(_ reference: JSON?) -> String {
        guard let reference else { return "" }
        let group = reference.text("apiGroup")
        return reference.text("kind") + (group.isEmpty ? "" : ".\(group)")
            + "/\(reference.text("name"))"
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")["controller"]
        let controller = object.spec.text("controller")
        var mistakes: [InvalidField] = []
        if controller.isEmpty {
            mistakes.append(.required(path))
        } else if controller.utf8.count > 250 {
            mistakes.append(.tooLong(path, maximum: 250))
        } else {
            mistakes += Names.domainPath(controller, path)
        }
        if let reference = object.spec["parameters"] {
            mistakes += validate(reference, FieldPath("spec")["parameters"])
        }
        return mistakes
    }

    private static func validate(_ reference: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if let group = reference["apiGroup"]?.string {
            mistakes += Names.subdomain(group, path["apiGroup"])
        }
        for member in ["kind", "name"] where reference.text(member).isEmpty {
            mistakes.append(.required(path[member]))
        }
        let scope = reference.text("scope")
        let namespace = reference["namespace"]
        mistakes += Choices.required(scope, of: ["Cluster", "Namespace"], path["scope"])
        if scope == "Namespace" && namespace == nil {
            let why = "`parameters.scope` is set to 'Namespace'"
            mistakes.append(.required(path["namespace"], why))
        } else if scope == "Cluster" && namespace != nil {
            let why = "`parameters.scope` is set to 'Cluster'"
            mistakes.append(.forbidden(path["namespace"], why))
        }
        return mistakes
    }
}
