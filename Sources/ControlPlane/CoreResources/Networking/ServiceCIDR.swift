import APIMachinery
import JSON
import NetworkAddress
import ResourceModel

/// Addresses that Services may have.
enum ServiceCIDRKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "networking.k8s.io", kind: "ServiceCIDR", plural: "servicecidrs",
            schema: "networking.v1.ServiceCIDR")
        kind.isNamespaced = false
        kind.columns = [.name, Column("CIDRs"), .age]
        kind.cells = { object, now in
            [
                .string(object.name),
                .string(object.spec.texts("cidrs").joined(separator: ",")), Cell.age(object, now),
            ]
        }
        kind.subresources = [.status(of: "ServiceCIDR")]
        kind.rules.prepareForCreate = { object, _ in object.json["status"] = [:] }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in validateUpdate(new, old) }
        return kind
    }()

    private static let path = FieldPath("spec")["cidrs"]

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let ranges = object.spec.texts("cidrs")
        if ranges.isEmpty { return [.required(path, "at least one CIDR required")] }
        var mistakes: [InvalidField] = []
        if ranges.count > 2 {
            let why = "may only hold up to 2 values"
            mistakes.append(.invalid(path, .strings(ranges), why))
        }
        let families = ranges.compactMap { Addresses.prefix($0)?.family }
        if families.count > 1 && Set(families).count < families.count {
            let why =
                "may specify no more than one IP for each IP family, "
                + "i.e 192.168.0.0/24 and 2001:db8::/96"
            mistakes.append(.invalid(path, .strings(ranges), why))
        }
        return mistakes + ranges.enumerated().flatMap { Addresses.prefix($1, path[$0]) }
    }

    /// A second family may be added; nothing else changes.
    private static func validateUpdate(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        let (ranges, oldRanges) = (new.spec.texts("cidrs"), old.spec.texts("cidrs"))
        if ranges == oldRanges { return [] }
        if oldRanges.count == 1 && ranges.count == 2 {
            if ranges[0] == oldRanges[0] { return validate(new) }
            return [.invalid(path[0], .string(ranges[0]), "field is immutable")]
        }
        return [.invalid(path, .strings(ranges), "field is immutable")]
    }
}
