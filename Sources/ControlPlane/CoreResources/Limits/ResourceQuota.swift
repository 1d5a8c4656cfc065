import APIMachinery
import JSON
import ResourceModel

/// What all objects of a namespace together may ask for.
enum ResourceQuotaKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "ResourceQuota", plural: "resourcequotas", schema: "core.v1.ResourceQuota")
        kind.shortNames = ["quota"]
        kind.columns = [.name, Column("Request"), Column("Limit"), .age]
        kind.cells = { object, now in
            [
                .string(object.name), .string(usage(object, ofLimits: false)),
                .string(usage(object, ofLimits: true)), Cell.age(object, now),
            ]
        }
        kind.subresources = [
            .status(
                of: "ResourceQuota",
                StatusRules(validate: { new, _, _ in
                    validate(new["status", "hard"], FieldPath("status")["hard"])
                        + validate(new["status", "used"], FieldPath("status")["used"])
                }))
        ]
        kind.rules.prepareForCreate = { object, _ in object.json["status"] = [:] }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            let path = FieldPath("spec")["scopes"]
            let scopes = new.spec.texts("scopes")
            var mistakes = validate(new)
            if Set(scopes) != Set(old.spec.texts("scopes")) {
                mistakes.append(.invalid(path, .strings(scopes), "field is immutable"))
            }
            return mistakes
        }
        return kind
    }()

    private static func usage(_ object: APIObject, ofLimits: Bool) -> String {
        object.status.members("hard").filter { $0.key.hasPrefix("limits") == ofLimits }
            .sorted { $0.key < $1.key }
            .map { entry in
                let used = object["status", "used", entry.key]?.string ?? "0"
                return "\(entry.key): \(used)/\(entry.value.string ?? "0")"
            }.joined(separator: ", ")
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        var mistakes = validate(object["spec", "hard"], path["hard"])
        let known = [
            "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating",
            "PriorityClass", "Terminating", "VolumeAttributesClass",
        ]
        for scope in object.spec.texts("scopes") where !known.contains(scope) {
            let scopes = JSON.strings(object.spec.texts("scopes"))
            mistakes.append(.invalid(path["scopes"], scopes, "unsupported scope"))
        }
        return mistakes
    }

    private static func validate(_ list: JSON?, _ path: FieldPath) -> [InvalidField] {
        (list?.object?.members ?? []).flatMap { entry in
            Limits.resourceName(entry.key, path.key(entry.key))
                + Quantities.resource(entry.key, entry.value, path.key(entry.key))
        }
    }
}
