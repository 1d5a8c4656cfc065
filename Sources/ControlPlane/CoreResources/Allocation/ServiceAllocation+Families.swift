import APIMachinery
import JSON

extension ServiceAllocation {
    private static let policyPath = FieldPath("spec")["ipFamilyPolicy"]

    /// Decides the families of a Service by what it says and by what the cluster has.
    func chooseFamilies(
        _ spec: inout ServiceFields, old: ServiceFields?, name: String
    ) throws(APIStatus) {
        if spec.isExternalName || keepsPreference(spec, old) { return }
        if spec.familyPolicy.isEmpty {
            if let old, !old.familyPolicy.isEmpty {
                spec.familyPolicy = old.familyPolicy
            } else {
                let isBare = spec.clusterIP == "None" && !spec.hasSelector
                spec.familyPolicy = isBare ? "RequireDualStack" : "SingleStack"
            }
        }
        try refuse(ServiceKind.validateAddresses(spec), name)
        var mistakes = old.map { reduce(&spec, $0) } ?? []
        mistakes += checkCounts(spec)
        mistakes += inferFamilies(&spec)
        try refuse(mistakes, name)
        if spec.clusterIP == "None" && !spec.hasSelector {
            // Somebody else makes the endpoints, of whichever families: the cluster's don't bind.
            if spec.families.isEmpty { spec.families = Array(families.prefix(1)) }
            if spec.familyPolicy != "SingleStack" { addOtherFamily(&spec) }
            return
        }
        try refuse(checkCluster(spec), name)
        if spec.families.isEmpty { spec.families = Array(families.prefix(1)) }
        if spec.familyPolicy != "SingleStack" && families.count == 2 { addOtherFamily(&spec) }
    }

    /// A Service that prefers two stacks is not changed because the cluster has changed.
    func keepsPreference(_ spec: ServiceFields, _ old: ServiceFields?) -> Bool {
        guard let old, spec.type == old.type, !spec.isExternalName else { return false }
        return spec.familyPolicy == "PreferDualStack"
            && ["PreferDualStack", ""].contains(old.familyPolicy)
            && spec.clusterIPs == old.clusterIPs && spec.families == old.families
    }

    /// Going back to one stack drops what came with the second; going back silently is a mistake.
    private func reduce(_ spec: inout ServiceFields, _ old: ServiceFields) -> [InvalidField] {
        if spec.familyPolicy == "SingleStack" {
            if spec.clusterIPs == old.clusterIPs {
                spec.clusterIPs = Array(spec.clusterIPs.prefix(1))
            }
            if spec.families == old.families { spec.families = Array(spec.families.prefix(1)) }
            return []
        }
        let value = JSON.string(spec.familyPolicy)
        var mistakes: [InvalidField] = []
        if !spec.clusterIPs.isEmpty && spec.clusterIPs.count < old.clusterIPs.count {
            let why = "must be 'SingleStack' to release the secondary cluster IP"
            mistakes.append(.invalid(Self.policyPath, value, why))
        }
        if !spec.families.isEmpty && spec.families.count < old.families.count {
            let why = "must be 'SingleStack' to release the secondary IP family"
            mistakes.append(.invalid(Self.policyPath, value, why))
        }
        return mistakes
    }

    private func checkCounts(_ spec: ServiceFields) -> [InvalidField] {
        guard spec.familyPolicy == "SingleStack" else { return [] }
        let value = JSON.string(spec.familyPolicy)
        func mistake(_ what: String) -> InvalidField {
            .invalid(
                Self.policyPath, value,
                "must be 'RequireDualStack' or 'PreferDualStack' "
                    + "when multiple \(what) are specified"
            )
        }
        return (spec.clusterIPs.count == 2 ? [mistake("cluster IPs")] : [])
            + (spec.families.count == 2 ? [mistake("IP families")] : [])
    }

    /// An address says its family.
    private func inferFamilies(_ spec: inout ServiceFields) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for (index, text) in spec.clusterIPs.enumerated() where index >= spec.families.count {
            guard let family = Addresses.address(text)?.family.description else { break }
            if families.contains(family) {
                spec.families.append(family)
            } else {
                mistakes.append(
                    .invalid(
                        FieldPath("spec")["clusterIPs"][index], .strings(spec.clusterIPs),
                        "\(family) is not configured on this cluster"))
            }
        }
        return mistakes
    }

    private func checkCluster(_ spec: ServiceFields) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if spec.familyPolicy == "RequireDualStack" && families.count < 2 {
            let why = "this cluster is not configured for dual-stack services"
            mistakes.append(.invalid(Self.policyPath, .string(spec.familyPolicy), why))
        }
        for (index, family) in spec.families.enumerated() where !families.contains(family) {
            let field = FieldPath("spec")["ipFamilies"][index]
            mistakes.append(
                .invalid(field, .string(family), "not configured on this cluster"))
        }
        return mistakes
    }

    private func addOtherFamily(_ spec: inout ServiceFields) {
        guard spec.families.count == 1 else { return }
        spec.families.append(spec.families[0] == "IPv4" ? "IPv6" : "IPv4")
    }

    /// Throws when there are mistakes.
    func refuse(_ mistakes: [InvalidField], _ name: String) throws(APIStatus) {
        if !mistakes.isEmpty { throw .invalid(GroupKind(kind: "Service"), name: name, mistakes) }
    }
}
