import APIMachinery
import JSON
import NetworkAddress

extension ServiceAllocation {
    /// Gives the Service the addresses that it lacks, and notes those that it no longer needs.
    mutating func chooseAddresses(
        _ spec: inout ServiceFields, old: ServiceFields?, _ name: String, _ isDryRun: Bool,
        _ changes: inout Changes
    ) throws(APIStatus) {
        guard let old, !old.isExternalName else {
            if spec.isExternalName || spec.clusterIPs.first == "None" { return }
            try fillAddresses(&spec, from: 0, name, isDryRun, &changes)
            return
        }
        if keepsPreference(spec, old) || old.clusterIPs.first == "None" { return }
        if spec.isExternalName {
            changes.released += old.clusterIPs.compactMap(Addresses.address)
        } else if old.families.count == 1 && spec.families.count == 2 {
            try fillAddresses(&spec, from: 1, name, isDryRun, &changes)
        } else if old.families.count == 2 && spec.families.count == 1 {
            changes.released += old.clusterIPs.dropFirst().compactMap(Addresses.address)
        }
    }

    /// Takes an address for each family from an index on: the one named there, or any.
    private mutating func fillAddresses(
        _ spec: inout ServiceFields, from first: Int, _ name: String, _ isDryRun: Bool,
        _ changes: inout Changes
    ) throws(APIStatus) {
        var list = spec.clusterIPs
        for index in first..<max(first, spec.families.count) {
            if index < list.count {
                let address = try take(list[index], list, name, isDryRun)
                if !isDryRun { changes.taken.append(address) }
            } else {
                let address = try takeAny(of: spec.families[index])
                changes.taken.append(address)
                list.append(address.description)
            }
        }
        spec.clusterIPs = list
        spec.clusterIP = list.first ?? ""
    }

    private mutating func take(
        _ text: String, _ list: [String], _ name: String, _ isDryRun: Bool
    ) throws(APIStatus) -> IPAddress {
        func refusal(_ words: String) -> APIStatus {
            let why = "failed to allocate IP \(text): \(words)"
            let field = FieldPath("spec")["clusterIPs"]
            return .invalid(
                GroupKind(kind: "Service"), name: name, [.invalid(field, .strings(list), why)])
        }
        guard let address = Addresses.address(text),
            let pool = addresses.firstIndex(where: { $0.contains(address) })
        else { throw refusal("the provided network does not match the current range") }
        do throws(AddressPool.Refusal) {
            // A dry run asks whether the address could be had, not whether it is free, as upstream.
            if isDryRun {
                try addresses[pool].check(address)
            } else {
                try addresses[pool].take(address)
            }
        } catch {
            throw refusal(error.words)
        }
        return address
    }

    private mutating func takeAny(of family: String) throws(APIStatus) -> IPAddress {
        guard let pool = families.firstIndex(of: family) else {
            throw .internalError("failed to allocate a serviceIP: \(family) is not configured")
        }
        do throws(AddressPool.Refusal) {
            return try addresses[pool].takeAny(using: &random)
        } catch {
            throw .internalError("failed to allocate a serviceIP: \(error.words)")
        }
    }
}
