import KubernetesAPI

extension Kind {
    /// The path of all its objects: `/api/v1/services`.
    var path: String {
        apiVersion.contains("/") ? "/apis/\(apiVersion)/\(plural)" : "/api/\(apiVersion)/\(plural)"
    }

    /// All its objects.
    var collection: ResourceCollection { .init(name: plural, path: path) }
}

extension ObjectKey {
    /// The path that objects of its kind are created at: `/api/v1/namespaces/default/services`.
    public var collection: String {
        guard kind.isNamespaced else { return kind.path }
        let root = kind.path.dropLast(kind.plural.utf8.count)
        return "\(root)namespaces/\(namespace)/\(kind.plural)"
    }

    /// The object's own path.
    public var path: String { "\(collection)/\(name)" }
}
