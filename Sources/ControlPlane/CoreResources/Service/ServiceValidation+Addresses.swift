import APIMachinery
import JSON
import NetworkAddress

extension ServiceKind {
    private static let addressesPath = FieldPath("spec")["clusterIPs"]
    private static let familiesPath = FieldPath("spec")["ipFamilies"]
    private static let policyPath = FieldPath("spec")["ipFamilyPolicy"]

    /// `clusterIP`, `clusterIPs`, `ipFamilies` and `ipFamilyPolicy` must fit each other. Also what
    /// allocation demands before it begins.
    static func validateAddresses(_ spec: ServiceFields) -> [InvalidField] {
        if spec.isExternalName { return [] }
        let list = spec.clusterIPs
        var mistakes: [InvalidField] = []
        if spec.clusterIP.isEmpty && !list.isEmpty {
            let why = "must be empty when `clusterIP` is not specified"
            mistakes.append(.invalid(addressesPath, .strings(list), why))
        } else if !spec.clusterIP.isEmpty && list.isEmpty {
            mistakes.append(.required(addressesPath))
        } else if list.first ?? "" != spec.clusterIP {
            let why = "first value must match `clusterIP`"
            mistakes.append(.invalid(addressesPath, .strings(list), why))
        }
        mistakes += validateFamilies(spec)
        let malformed = list.enumerated().flatMap { index, text -> [InvalidField] in
            if index == 0 && text == "None" {
                if list.count == 1 { return [] }
                let why = "'None' must be the first and only value"
                return [.invalid(addressesPath, .strings(list), why)]
            }
            return Addresses.address(text, addressesPath[index])
        }
        mistakes += malformed
        if list.count > 2 {
            let why = "may only hold up to 2 values"
            mistakes.append(.invalid(addressesPath, .strings(list), why))
        }
        // What follows would only repeat that an address is malformed.
        if !malformed.isEmpty { return mistakes }
        let families = list.compactMap { Addresses.address($0)?.family.description }
        if list.count > 1 && Set(families).count < families.count {
            let why = "may specify no more than one IP for each IP family"
            mistakes.append(.invalid(addressesPath, .strings(list), why))
        }
        for (index, (found, wanted)) in zip(families, spec.families).enumerated()
        where found != wanted && Set(["IPv4", "IPv6"]).contains(wanted) {
            let why = "expected an \(wanted) value as indicated by `ipFamilies[\(index)]`"
            mistakes.append(.invalid(addressesPath[index], .string(list[index]), why))
        }
        return mistakes
    }

    private static func validateFamilies(_ spec: ServiceFields) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var seen: Set<String> = []
        for (index, family) in spec.families.enumerated() {
            mistakes += Choices.check(family, of: ["IPv4", "IPv6"], familiesPath[index])
            if !seen.insert(family).inserted {
                mistakes.append(.duplicate(familiesPath[index], .string(family)))
            }
        }
        if !spec.familyPolicy.isEmpty {
            mistakes += Choices.check(
                spec.familyPolicy, of: ["PreferDualStack", "RequireDualStack", "SingleStack"],
                policyPath)
        }
        return mistakes
    }

    /// Of the addresses the first one stays; a second one may come, and go with its policy.
    static func validateAddressChange(
        _ new: ServiceFields, _ old: ServiceFields
    ) -> [InvalidField] {
        if new.isExternalName || old.isExternalName || new.isHeadless && old.isHeadless {
            return []
        }
        let (list, oldList) = (new.clusterIPs, old.clusterIPs)
        let shown = JSON.strings(list)
        let fixed = "may not change once set"
        if list.count == oldList.count {
            return zip(list, oldList).enumerated().filter { $1.0 != $1.1 }.map { index, _ in
                .invalid(addressesPath[index], shown, fixed)
            }
        }
        var mistakes: [InvalidField] = []
        if list.isEmpty {
            let why = "primary clusterIP can not be unset"
            mistakes.append(.invalid(addressesPath[0], .null, why))
        } else if let first = oldList.first, first != list[0] {
            mistakes.append(.invalid(addressesPath[0], shown, fixed))
        }
        if list.count == 1 && oldList.count > 1 && new.familyPolicy != "SingleStack" {
            mistakes.append(
                .invalid(
                    policyPath, new.json["ipFamilyPolicy"] ?? .null,
                    "must be set to 'SingleStack' when releasing the secondary clusterIP"))
        }
        return mistakes
    }

    /// The same for families.
    static func validateFamilyChange(
        _ new: ServiceFields, _ old: ServiceFields
    ) -> [InvalidField] {
        if new.isExternalName || old.isExternalName || new.isHeadless || old.isHeadless {
            return []
        }
        let (list, oldList) = (new.families, old.families)
        let fixed = "may not change once set"
        if list.count == oldList.count {
            return zip(list, oldList).filter { $0 != $1 }.map { _ in
                .invalid(familiesPath[0], .strings(list), fixed)
            }
        }
        var mistakes: [InvalidField] = []
        if list.count < oldList.count && new.clusterIPs.isEmpty {
            let why = "primary ipFamily can not be unset"
            mistakes.append(.invalid(familiesPath[0], .strings(list), why))
        }
        if let first = list.first, let oldFirst = oldList.first, first != oldFirst {
            mistakes.append(.invalid(familiesPath[0], .strings(new.clusterIPs), fixed))
        }
        if list.count == 1 && oldList.count > 1 && new.familyPolicy != "SingleStack" {
            mistakes.append(
                .invalid(
                    policyPath, new.json["ipFamilyPolicy"] ?? .null,
                    "must be set to 'SingleStack' when releasing the secondary ipFamily"))
        }
        return mistakes
    }
}
