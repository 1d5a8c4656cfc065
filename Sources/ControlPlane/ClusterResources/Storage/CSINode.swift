import APIMachinery
import JSON
import ResourceModel

/// Which volume drivers a node has.
enum CSINodeKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "storage.k8s.io", kind: "CSINode", plural: "csinodes",
            schema: "storage.v1.CSINode")
        kind.isNamespaced = false
        kind.columns = [.name, Column("Drivers", type: "integer"), .age]
        kind.cells = { object, now in
            [
                .string(object.name), .int(object.spec.list("drivers").count),
                Cell.age(object, now),
            ]
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, _, _ in validate(new) }
        return kind
    }()

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var names: Set<String> = []
        let path = FieldPath("spec")["drivers"]
        for (index, driver) in object.spec.list("drivers").enumerated() {
            let name = driver.text("name")
            mistakes += Check.given(name, path[index]["name"])
            mistakes += Check.given(driver.text("nodeID"), path[index]["nodeID"])
            if !name.isEmpty && !names.insert(name).inserted {
                mistakes.append(.duplicate(path[index]["name"], .string(name)))
            }
        }
        return mistakes
    }
}
