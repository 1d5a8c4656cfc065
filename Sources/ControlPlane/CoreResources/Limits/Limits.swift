import APIMachinery
import JSON

/// Names that LimitRange and ResourceQuota hold.
enum Limits {
    /// A resource's name: qualified, or one of the well-known words.
    static func resourceName(_ name: String, _ path: FieldPath) -> [InvalidField] {
        let mistakes = Names.qualified(name, path)
        if !mistakes.isEmpty || name.contains("/") || isStandard(name) { return mistakes }
        return [
            .invalid(
                path, .string(name), "must be a standard resource type or fully qualified")
        ]
    }

    /// What a limit is for: `Pod`, `Container`, `PersistentVolumeClaim`, or a qualified name.
    static func qualifiedKind(_ type: String, _ path: FieldPath) -> [InvalidField] {
        let mistakes = Names.qualified(type, path)
        let known = ["Pod", "Container", "PersistentVolumeClaim"]
        if !mistakes.isEmpty || type.contains("/") || known.contains(type) { return mistakes }
        return [
            .invalid(
                path, .string(type), "must be a standard limit type or fully qualified")
        ]
    }

    private static func isStandard(_ name: String) -> Bool {
        let plain: Set = [
            "cpu", "memory", "ephemeral-storage", "storage", "pods", "services",
            "replicationcontrollers", "resourcequotas", "secrets", "configmaps",
            "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
        ]
        if plain.contains(name) { return true }
        let parts = name.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, ["requests", "limits"].contains(parts[0]) else {
            return name.hasPrefix("hugepages-")
        }
        return ["cpu", "memory", "ephemeral-storage", "storage"].contains(parts[1])
            || parts[1].hasPrefix("hugepages-")
    }
}
