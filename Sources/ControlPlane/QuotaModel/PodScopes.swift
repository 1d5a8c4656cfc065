import APIMachinery
import JSON

/// What the scopes of quotas tell pods apart by.
public struct PodScopes: Sendable, Hashable {
    var isTerminating: Bool
    var isBestEffort: Bool
    var priorityClass: String
    var hasForeignAffinity: Bool

    init(_ pod: APIObject) {
        let spec = pod["spec"] ?? [:]
        isTerminating = spec["activeDeadlineSeconds"] != nil
        let containers = (spec["containers"]?.array ?? []) + (spec["initContainers"]?.array ?? [])
        isBestEffort = !(containers + [spec]).contains { container in
            ["requests", "limits"].contains { side in
                let amounts = ResourceList(container.field(["resources", side]))
                return ["cpu", "memory"].contains { amounts[$0].map { !$0.isZero } ?? false }
            }
        }
        priorityClass = spec["priorityClassName"]?.string ?? ""
        hasForeignAffinity = Self.terms(spec).contains { term in
            term["namespaces"]?.array?.isEmpty == false || term["namespaceSelector"] != nil
        }
    }

    /// The terms of affinity between pods, required and preferred.
    private static func terms(_ spec: JSON) -> [JSON] {
        ["podAffinity", "podAntiAffinity"].flatMap { kind -> [JSON] in
            let affinity = spec.field(["affinity", kind])
            let required = affinity?["requiredDuringSchedulingIgnoredDuringExecution"]?.array
            let preferred = affinity?["preferredDuringSchedulingIgnoredDuringExecution"]?.array
            return (required ?? []) + (preferred ?? []).compactMap { $0["podAffinityTerm"] }
        }
    }
}

/// A scope of a quota: which pods it is about.
struct QuotaScope: Sendable, Hashable {
    var name: String
    var relation: String
    var values: [String]

    /// The scopes of a quota's spec, from its list and its selector.
    static func all(_ spec: JSON?) -> [QuotaScope] {
        let plain = (spec?["scopes"]?.array ?? []).compactMap(\.string).map {
            QuotaScope(name: $0, relation: "Exists", values: [])
        }
        let selected = (spec?.field(["scopeSelector", "matchExpressions"])?.array ?? []).map {
            QuotaScope(
                name: $0["scopeName"]?.string ?? "", relation: $0["operator"]?.string ?? "",
                values: $0["values"]?.array?.compactMap(\.string) ?? [])
        }
        return plain + selected
    }

    func matches(_ pod: PodScopes) -> Bool {
        switch name {
        case "Terminating": pod.isTerminating
        case "NotTerminating": !pod.isTerminating
        case "BestEffort": pod.isBestEffort
        case "NotBestEffort": !pod.isBestEffort
        case "CrossNamespacePodAffinity": pod.hasForeignAffinity
        case "PriorityClass": matchesClass(pod.priorityClass)
        default: false
        }
    }

    private func matchesClass(_ name: String) -> Bool {
        switch relation {
        case "In": values.contains(name)
        case "NotIn": !values.contains(name)
        case "Exists": !name.isEmpty
        case "DoesNotExist": name.isEmpty
        default: false
        }
    }
}
