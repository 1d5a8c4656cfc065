import APIMachinery
import JSON

/// Claims for devices.
enum ClaimValidation {
    static func validate(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var names: Set<String> = []
        for (index, claim) in spec.list("resourceClaims").enumerated() {
            let path = path[index]
            let name = claim.text("name")
            if name.isEmpty {
                mistakes.append(.required(path["name"]))
            } else if !names.insert(name).inserted {
                mistakes.append(.duplicate(path["name"], .string(name)))
            } else {
                mistakes += NameChecks.label(name, path["name"])
            }
            let keys = ["resourceClaimName", "resourceClaimTemplateName"]
            let given = keys.filter { claim.has($0) }
            let shown: JSON = [
                "Name": .string(name), "ResourceClaimName": claim[keys[0]] ?? .null,
                "ResourceClaimTemplateName": claim[keys[1]] ?? .null,
            ]
            if given.count == 2 {
                let why =
                    "at most one of `resourceClaimName` or `resourceClaimTemplateName` "
                    + "may be specified"
                mistakes.append(.invalid(path, shown, why))
            } else if given.isEmpty {
                let why =
                    "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
                mistakes.append(.invalid(path, shown, why))
            }
            for key in given { mistakes += NameChecks.subdomain(claim.text(key), path[key]) }
        }
        return mistakes
    }

    /// A container's claims are the pod's.
    static func references(
        _ claims: [JSON], _ names: Set<String>, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var seen: Set<String> = []
        for (index, claim) in claims.enumerated() {
            let name = claim.text("name")
            let request = claim.text("request")
            if name.isEmpty {
                mistakes.append(.required(path[index]))
                continue
            }
            let key = request.isEmpty ? name : "\(name)/\(request)"
            if !seen.insert(key).inserted {
                mistakes.append(.duplicate(path[index], .string(key)))
            }
            if !names.contains(name) {
                mistakes.append(.notFound(path[index], .string(name)))
            }
        }
        return mistakes
    }
}
