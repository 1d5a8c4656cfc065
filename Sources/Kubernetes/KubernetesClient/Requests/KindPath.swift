import KubernetesAPI

extension Kind {
    /// The path of all its objects: `/api/v1/services`.
    var path: String {
        apiVersion.contains("/") ? "/apis/\(apiVersion)/\(plural)" : "/api/\(apiVersion)/\(plural)"
    }
}
