import APIMachinery
import JSON
import ResourceModel

/// A machine that runs pods.
enum NodeKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(kind: "Node", plural: "nodes", schema: "core.v1.Node")
        kind.shortNames = ["no"]
        kind.isNamespaced = false
        kind.columns = [
            .name, Column("Status"), Column("Roles"), .age, Column("Version"),
            Column("Internal-IP", wide: true), Column("External-IP", wide: true),
            Column("OS-Image", wide: true), Column("Kernel-Version", wide: true),
            Column("Container-Runtime", wide: true),
        ]
        kind.cells = cells
        kind.selectableFields = [
            "spec.unschedulable": { $0.spec["unschedulable"]?.bool == true ? "true" : "false" }
        ]
        kind.subresources = [
            .proxy("NodeProxyOptions"),
            .status(
                of: "Node", StatusRules(validate: { new, old, _ in validateUpdate(new, old) })),
        ]
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in object["spec", "configSource"] = nil }
        kind.rules.prepareForUpdate = { new, old, _ in
            new.keep("status", of: old)
            new["spec", "configSource"] = nil
        }
        kind.rules.validateCreate = { object, _ in
            validateTaints(object) + validateResources(object) + validatePodRanges(object)
        }
        kind.rules.validateUpdate = { new, old, _ in validateUpdate(new, old) }
        return kind
    }()

    private static func setDefaults(_ object: inout APIObject) {
        if object["status", "allocatable"] == nil, let capacity = object["status", "capacity"] {
            object["status", "allocatable"] = capacity
        }
        // `podCIDR` is the first of `podCIDRs`; where they disagree it wins, as older clients
        // write it alone.
        let range = object.spec.text("podCIDR")
        let ranges = object.spec.texts("podCIDRs")
        if !range.isEmpty && ranges.first != range {
            object["spec", "podCIDRs"] = .strings([range])
        } else if let first = ranges.first, range.isEmpty {
            object["spec", "podCIDR"] = .string(first)
        }
    }
}
