import APIMachinery
import JSON
import ResourceModel

/// A template as it once was, for going back.
enum ControllerRevisionKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "apps", kind: "ControllerRevision", plural: "controllerrevisions",
            schema: "apps.v1.ControllerRevision")
        kind.columns = [.name, Column("Controller"), Column("Revision"), .age]
        kind.cells = { object, now in
            let owner = object.ownerReferences.first { $0.isTrue("controller") }
            return [
                .string(object.name), controller(owner), .int(object.json.number("revision")),
                Cell.age(object, now),
            ]
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            validate(new)
                + ChangeChecks.immutable(
                    new.json["data"], old.json["data"], FieldPath("data"))
        }
        return kind
    }()

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var mistakes = NumberChecks.nonNegative(object.json, "revision", FieldPath())
        if object.json["data"] == nil {
            mistakes.append(.required(FieldPath("data"), "data is mandatory"))
        }
        return mistakes
    }

    /// The owner as `statefulset.apps/name`.
    private static func controller(_ owner: JSON?) -> JSON {
        guard let owner else { return Cell.none }
        let group = GroupVersion(parsing: owner.text("apiVersion")).group
        let kind = owner.text("kind").lowercased()
        return .string("\(group.isEmpty ? kind : "\(kind).\(group)")/\(owner.text("name"))")
    }
}
