import APIMachinery
import JSON
import ResourceModel

/// A room for names.
enum NamespaceKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "Namespace", plural: "namespaces", schema: "core.v1.Namespace")
        kind.shortNames = ["ns"]
        kind.isNamespaced = false
        kind.verbs.remove(.deletecollection)
        kind.columns = [.name, Column("Status"), .age]
        kind.cells = { object, now in
            [.string(object.name), .string(object.status.text("phase")), Cell.age(object, now)]
        }
        kind.selectableFields = [
            "status.phase": { $0.status.text("phase") }, "name": { $0.name },
        ]
        kind.subresources = [
            Subresource(name: "finalize", kind: "Namespace", verbs: [.update], service: .special),
            .status(of: "Namespace", StatusRules(validate: { new, _, _ in validatePhase(new) })),
        ]
        kind.rules.name = .label
        kind.rules.setDefaults = { object in
            if object.status.text("phase").isEmpty { object["status", "phase"] = "Active" }
            nameLabel(&object)
        }
        kind.rules.prepareForCreate = { object, _ in
            object.status = ["phase": "Active"]
            let finalizers = object.spec.texts("finalizers")
            if !finalizers.contains("kubernetes") {
                object["spec", "finalizers"] = .strings(finalizers + ["kubernetes"])
            }
            nameLabel(&object)
        }
        kind.rules.prepareForUpdate = { new, old, _ in
            new["spec", "finalizers"] = old["spec", "finalizers"]
            new.keep("status", of: old)
            nameLabel(&new)
        }
        kind.rules.validateCreate = { object, _ in validateFinalizers(object) }
        return kind
    }()

    /// The label by which selectors of namespaces find one by its name.
    static func nameLabel(_ object: inout APIObject) {
        guard !object.name.isEmpty else { return }
        object.labels["kubernetes.io/metadata.name"] = object.name
    }

    private static func validatePhase(_ object: APIObject) -> [InvalidField] {
        let expected = object.deletionTimestamp == nil ? "Active" : "Terminating"
        let phase = object.status.text("phase")
        if phase == expected { return [] }
        let state = object.deletionTimestamp == nil ? "empty" : "not empty"
        return [
            .invalid(
                FieldPath("status")["Phase"], .string(phase),
                "may only be '\(expected)' if `deletionTimestamp` is \(state)")
        ]
    }

    static func validateFinalizers(_ object: APIObject) -> [InvalidField] {
        object.spec.texts("finalizers").enumerated().flatMap { index, name in
            Names.finalizer(name, FieldPath("spec")["finalizers"][index])
        }
    }
}

extension CoreResources {
    /// A PUT to `/finalize`: of the new object metadata and `spec.finalizers` count.
    public static func prepareNamespaceFinalize(_ new: inout APIObject, old: APIObject) {
        new.keep("status", of: old)
        NamespaceKind.nameLabel(&new)
    }

    /// The mistakes of a PUT to `/finalize`.
    public static func validateNamespaceFinalize(_ new: APIObject) -> [InvalidField] {
        NamespaceKind.validateFinalizers(new)
    }
}
