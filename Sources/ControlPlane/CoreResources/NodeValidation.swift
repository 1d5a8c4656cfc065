import APIMachinery
import JSON
import NetworkAddress

extension NodeKind {
    static func validateUpdate(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        var mistakes = validateTaints(new) + validateResources(new)
        let oldRanges = old.spec.texts("podCIDRs")
        let newRanges = new.spec.texts("podCIDRs")
        if !oldRanges.isEmpty {
            let why = "node updates may not change podCIDR except from \"\" to valid"
            let changes =
                oldRanges.count == newRanges.count
                ? zip(oldRanges, newRanges).filter { $0 != $1 }.count : 1
            mistakes += Array(repeating: .forbidden(path["podCIDRs"], why), count: changes)
        }
        let provider = old.spec.text("providerID")
        if !provider.isEmpty && provider != new.spec.text("providerID") {
            let why = "node updates may not change providerID except from \"\" to valid"
            mistakes.append(.forbidden(path["providerID"], why))
        }
        if old.spec.text("externalID") != new.spec.text("externalID") {
            mistakes.append(.forbidden(path["externalID"], "may not be updated"))
        }
        return mistakes + validateAddresses(new)
    }

    static func validatePodRanges(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")["podCIDRs"]
        let ranges = object.spec.texts("podCIDRs")
        var mistakes: [InvalidField] = []
        for (index, range) in ranges.enumerated() {
            mistakes += Addresses.prefix(range, path[index])
        }
        if ranges.count > 1 {
            let families = ranges.compactMap { Addresses.prefix($0)?.family }
            if ranges.count > 2 || families.count == 2 && families[0] == families[1] {
                mistakes.append(
                    .invalid(
                        path, .strings(ranges),
                        "may specify no more than one CIDR for each IP family"))
            }
        }
        return mistakes
    }

    /// Taints are reported below `metadata`, as upstream does.
    static func validateTaints(_ object: APIObject) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var seen: Set<[String]> = []
        for (index, taint) in object.spec.list("taints").enumerated() {
            let path = FieldPath("metadata")["taints"][index]
            let (key, effect) = (taint.text("key"), taint.text("effect"))
            mistakes += Names.qualified(key, path["key"])
            mistakes += Names.labelValue(taint.text("value"), path["value"])
            let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
            if effect.isEmpty {
                mistakes.append(.required(path["effect"]))
            } else if !effects.contains(effect) {
                mistakes.append(
                    .notSupported(path["effect"], .string(effect), supported: effects))
            }
            if !seen.insert([key, effect]).inserted {
                mistakes.append(
                    InvalidField(
                        .duplicate, path, shownValue: shown(taint),
                        detail: "taints must be unique by key and effect pair"))
            }
        }
        return mistakes
    }

    /// A taint as upstream's internal type is shown.
    private static func shown(_ taint: JSON) -> String {
        let fields: JSON = [
            "Key": .string(taint.text("key")), "Value": .string(taint.text("value")),
            "Effect": .string(taint.text("effect")), "TimeAdded": taint["timeAdded"] ?? .null,
        ]
        return fields.description
    }

    static func validateResources(_ object: APIObject) -> [InvalidField] {
        ["capacity", "allocatable"].flatMap { list in
            object.status.members(list).flatMap { entry in
                Quantities.resource(
                    entry.key, entry.value, FieldPath("status")[list].key(entry.key))
            }
        }
    }

    private static func validateAddresses(_ object: APIObject) -> [InvalidField] {
        var seen: Set<JSON> = []
        var mistakes: [InvalidField] = []
        for (index, address) in object.status.list("addresses").enumerated()
        where !seen.insert(address).inserted {
            let shown: JSON = [
                "Type": .string(address.text("type")), "Address": .string(address.text("address")),
            ]
            mistakes.append(.duplicate(FieldPath("status")["addresses"][index], shown))
        }
        return mistakes
    }
}
