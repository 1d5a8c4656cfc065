import APIMachinery
import JSON

/// Quantities of resources as fields hold them.
enum Quantities {
    /// A resource's amount: not below zero, and whole for what is counted.
    static func resource(_ name: String, _ value: JSON, _ path: FieldPath) -> [InvalidField] {
        guard let text = value.string, let amount = Quantity(parsing: text) else { return [] }
        var mistakes: [InvalidField] = []
        if amount.isNegative {
            mistakes.append(.invalid(path, value, "must be greater than or equal to 0"))
        }
        if isCounted(name) && !amount.isWhole {
            mistakes.append(.invalid(path, value, "must be an integer"))
        }
        return mistakes
    }

    private static func isCounted(_ name: String) -> Bool {
        let counted: Set = [
            "pods", "services", "replicationcontrollers", "resourcequotas", "secrets",
            "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
        ]
        return counted.contains(name) || name.hasPrefix("count/")
            || name.contains("/") && !name.hasPrefix("requests.")
                && !name.contains("kubernetes.io/")
    }
}
