import APIMachinery
import JSON

extension APIObject {
    /// Completes `spec.template`.
    mutating func setTemplateDefaults() {
        var template = spec["template"] ?? [:]
        PodSpecDefaults.set(template: &template)
        self["spec", "template"] = template
    }

    /// Sets a member of `spec` that is absent.
    mutating func setSpecDefault(_ key: String, _ value: JSON) {
        if self["spec", key] == nil { self["spec", key] = value }
    }
}
