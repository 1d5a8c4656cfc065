import APIMachinery

extension APIStatus {
    /// Whether nothing can be created since the namespace is going, or gone: no fault of who tried.
    public var isOfEndingNamespace: Bool {
        if code == 404, details?.kind == "namespaces" { return true }
        return details?.causes.contains { $0.reason == "NamespaceTerminating" } ?? false
    }
}
