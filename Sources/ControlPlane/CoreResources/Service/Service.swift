import APIMachinery
import JSON
import ResourceModel

/// A name and an address for a set of pods.
enum ServiceKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "Service", plural: "services", schema: "core.v1.Service")
        kind.shortNames = ["svc"]
        kind.categories = ["all"]
        kind.columns = [
            .name, Column("Type"), Column("Cluster-IP"), Column("External-IP"), Column("Port(s)"),
            .age, Column("Selector", wide: true),
        ]
        kind.cells = cells
        kind.selectableFields = [
            "spec.clusterIP": { $0.spec.text("clusterIP") }, "spec.type": { $0.spec.text("type") },
        ]
        kind.subresources = [
            .proxy("ServiceProxyOptions"),
            .status(
                of: "Service", StatusRules(validate: { new, _, _ in validateStatus(new) })),
        ]
        kind.rules.name = .label
        kind.rules.createsOnUpdate = true
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in
            object.json["status"] = ["loadBalancer": [:]]
            synchronizeAddresses(&object, old: nil)
        }
        kind.rules.prepareForUpdate = { new, old, _ in
            new.keep("status", of: old)
            synchronizeAddresses(&new, old: old)
            keepAllocated(&new, old)
            dropUnneeded(&new, old)
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in validateUpdate(new, old) }
        kind.rules.warnings = { new, _ in warnings(new) }
        return kind
    }()
}
